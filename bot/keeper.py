"""Keeps the servers that the commands of a state folder share: a Redis, a NetBox stand-in, a worker.

Run as `python -m bot.keeper FOLDER` by the first command that needs them (bot/joining.py). It tells them in one JSON line, and ends when
no command uses them any more, however that command ended. Its servers end with it: each runs under adapters/redis/guard.py.
"""

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from adapters.redis import guard
from adapters.redis.embedded import Embedded
from bot.joining import HOUSE, KEEPER, USERS, House, digest, open_lock
from bot.settings import Settings, read_settings
from orchestration.errors import NetbotError, Unavailable

LOOK_EVERY = 0.1
_LARGEST_LOG = 10_000_000


def keep(settings: Settings) -> None:
    """Start the servers, tell them, and keep them until nobody uses them.

    Raises:
        NetbotError: one does not start.
    """
    home = settings.home
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, lambda *_: sys.exit(0))
    # Never closed: they are let go when the process is gone, so that who waits for that waits long enough.
    keeper, users = open_lock(home / KEEPER), open_lock(home / USERS)
    fcntl.flock(keeper, fcntl.LOCK_EX)
    with contextlib.ExitStack() as stack:
        house = _serve(settings, stack)
        stack.callback((home / HOUSE).unlink, missing_ok=True)
        _write(home / HOUSE, house.model_dump_json())
        print(house.model_dump_json(), flush=True)
        while not _alone(users):
            time.sleep(LOOK_EVERY)


def _alone(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _serve(settings: Settings, stack: contextlib.ExitStack) -> House:
    given = {}
    if settings.redis_url is None:
        given["REDIS_URL"] = stack.enter_context(Embedded(settings.home / "redis")).url
    if settings.netbox_url is None:
        given |= stack.enter_context(_standin(settings.home))
    stack.enter_context(_child(settings.home, ["worker"], given))
    return House(
        redis_url=given.get("REDIS_URL") or (settings.redis_url.get_secret_value() if settings.redis_url else ""),
        netbox_url=given.get("NETBOX_URL"),
        netbox_token=given.get("NETBOX_TOKEN"),
        settings=digest(settings),
    )


@contextlib.contextmanager
def _standin(home: Path) -> Iterator[dict[str, str]]:
    """Run the stand-in; yields the variables that point at it."""
    with contextlib.closing(socket.socket()) as free:
        # The port is chosen here, so that a stand-in that is started anew has the same.
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with _child(home, ["standin", "--port", str(port)], {}) as child:
        told: dict[str, str] = {}
        while child.stdout is not None and not told.keys() >= {"NETBOX_URL", "NETBOX_TOKEN"}:
            line = child.stdout.readline().decode()
            if not line:
                raise Unavailable("The NetBox stand-in does not start.", f"See {home / 'standin.log'}.")
            name, _, value = line.strip().partition("=")
            told[name] = value
        yield {name: told[name] for name in ("NETBOX_URL", "NETBOX_TOKEN")}


@contextlib.contextmanager
def _child(home: Path, command: list[str], given: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Run one of this program's commands under a guard, which starts it anew when it dies and ends it with this process."""
    path = home / f"{command[0]}.log"
    if path.exists() and path.stat().st_size > _LARGEST_LOG:
        path.replace(path.with_suffix(".log.1"))
    with path.open("ab") as log:
        child = subprocess.Popen(  # noqa: S603 - this program itself
            [
                *(sys.executable, "-I", "-S", guard.__file__, str(os.getpid())),
                *(sys.executable, "-m", "bot.cli"),
                *command,
            ],
            env={**os.environ, **given},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield child
    finally:
        child.terminate()
        child.wait()


def _write(path: Path, content: str) -> None:
    """Write a file for its owner alone, so that nobody ever reads half of it."""
    fresh = path.with_suffix(".fresh")
    fresh.touch(mode=0o600)
    fresh.write_text(content)
    fresh.replace(path)


def main() -> None:
    """Keep the servers of the folder that the first argument names; what goes wrong is told as {"wrong": sentence}."""
    os.environ["NETBOT_HOME"] = sys.argv[1]
    try:
        keep(read_settings())
    except NetbotError as known:
        print(json.dumps({"wrong": known.sentence}), flush=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
