"""How a command comes by its servers: it joins those of its state folder, or has a keeper start them.

Locks say who is there, for the kernel lets them go however a process ends. Every command that uses the servers shares the lock
`users`; the keeper (bot/keeper.py) holds `keeper` while it lives, and ends when it gets `users` for itself alone. `start` keeps two
commands from starting two keepers.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, SecretStr, ValidationError

from bot.settings import Settings
from orchestration.errors import Misconfigured, Unavailable

USERS, KEEPER, START, HOUSE = "users.lock", "keeper.lock", "start.lock", "house.json"
_LONGEST_START = 60.0
_LONGEST_GOODBYE = 15.0


class House(BaseModel):
    """The servers that the commands of a state folder share.

    Args:
        redis_url: address of the Redis.
        netbox_url: address of the stand-in; None where NETBOX_URL names the NetBox.
        netbox_token: the stand-in's token.
        settings: digest of the settings it was started with.
    """

    redis_url: str
    netbox_url: str | None = None
    netbox_token: str | None = None
    settings: str

    def told(self, settings: Settings) -> Settings:
        """Return the settings with the house's servers in them."""
        given: dict[str, object] = {"redis_url": SecretStr(self.redis_url)}
        if self.netbox_url is not None and self.netbox_token is not None:
            given |= {"netbox_url": self.netbox_url, "netbox_token": SecretStr(self.netbox_token)}
        return settings.model_copy(update=given)


def digest(settings: Settings) -> str:
    """Return what tells one set of settings from another; the folder and the log's level do not matter."""
    held = settings.model_dump(exclude={"home", "log_level"})
    plain = {name: each.get_secret_value() if isinstance(each, SecretStr) else str(each) for name, each in held.items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


@contextlib.contextmanager
def joined(settings: Settings) -> Iterator[House]:
    """Use the servers of the state folder for as long as the block runs.

    Args:
        settings: what to start them with, where they are not running.

    Raises:
        Misconfigured: those that run were started with other settings, or these do not do.
        Unavailable: they do not start.
    """
    home = settings.home
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        users = open_lock(home / USERS)
    except OSError as wrong:
        reason = wrong.strerror or "it cannot be used"
        raise Misconfigured(
            f"The state folder {home} cannot be written: {reason}.", "Set NETBOT_HOME to another."
        ) from wrong
    try:
        # Waits while a keeper that nobody uses any more is ending.
        fcntl.flock(users, fcntl.LOCK_SH)
        with os.fdopen(open_lock(home / START)) as start:
            fcntl.flock(start, fcntl.LOCK_EX)
            house = _running(home) if is_held(home / KEEPER) else _started(settings)
        if house.settings != digest(settings):
            raise Misconfigured(
                f"A netbot with other settings is running in {home}.", "End it, or set NETBOT_HOME to another folder."
            )
        yield house
    finally:
        os.close(users)
    _see_out(home)


def open_lock(path: Path) -> int:
    """Open a lock file; returns its descriptor."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def is_held(path: Path) -> bool:
    """Say whether somebody holds a lock for themselves."""
    descriptor = open_lock(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _running(home: Path) -> House:
    """Return the house of the keeper that runs; one that has only just been started is waited for."""
    until = time.monotonic() + _LONGEST_START
    while True:
        with contextlib.suppress(OSError, ValidationError):
            return House.model_validate_json((home / HOUSE).read_bytes())
        if time.monotonic() > until or not is_held(home / KEEPER):
            raise Unavailable("The servers do not start.", f"See the logs in {home}.")
        time.sleep(0.05)


def _started(settings: Settings) -> House:
    """Start a keeper and wait for its word."""
    home = settings.home
    with (home / "keeper.log").open("ab") as log:
        keeper = subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-m", "bot.keeper", str(home)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            # A Ctrl-C in the terminal is for the command, not for its servers.
            start_new_session=True,
        )
    with keeper.stdout or contextlib.nullcontext() as told:
        word = told.readline() if told else b""
    try:
        answer = json.loads(word)
    except ValueError:
        raise Unavailable("The servers do not start.", f"See {home / 'keeper.log'}.") from None
    if "wrong" in answer:
        raise Unavailable(answer["wrong"])
    return House.model_validate(answer)


def _see_out(home: Path) -> None:
    """Wait until the keeper is gone, where this was the last command to use it."""
    until = time.monotonic() + _LONGEST_GOODBYE
    while is_held(home / KEEPER) and not _others_use(home) and time.monotonic() < until:
        time.sleep(0.03)


def _others_use(home: Path) -> bool:
    if is_held(home / USERS):
        return False  # The keeper has it for itself: it is ending.
    descriptor = open_lock(home / USERS)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
