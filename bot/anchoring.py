"""The record's anchor: a small file in the state folder, which stays when the store is emptied, cut or put back."""

import fcntl
import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from orchestration.errors import Misconfigured, Unavailable

_LONGEST = 4096


class FileAnchor:
    """`orchestration.ports.Anchor` in a file, shared by all processes of a machine.

    Args:
        path: the file; it and its folder are made when they are needed.
        patience: seconds to wait for another process; one that is stopped while it holds the file must not stop the others.
    """

    def __init__(self, path: Path, patience: float = 1.0) -> None:
        self._path, self._patience = path, patience

    def held(self) -> str:
        """Return what is in the file; empty where there is none.

        Raises:
            Misconfigured: it is there and cannot be read.
        """
        try:
            return self._path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""
        except OSError as wrong:
            raise self._unusable("read", wrong) from wrong

    def exchange(self, step: Callable[[str], str]) -> None:
        """Put what a step makes of it in its place.

        Args:
            step: called with what is there, while no other process may write.

        Raises:
            Misconfigured: the file cannot be written.
            Unavailable: another process has held it for too long.
        """
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as wrong:
            raise self._unusable("written", wrong) from wrong
        try:
            self._lock(descriptor)
            before = os.pread(descriptor, _LONGEST, 0).decode(errors="replace")
            if (after := step(before)) != before:
                # In place, not by another file of this name, whose lock would be another's. The kernel writes these few bytes whole
                # or not at all, however this process ends; what was longer before is cut off.
                os.pwrite(descriptor, after.encode(), 0)
                os.ftruncate(descriptor, len(after.encode()))
        except OSError as wrong:
            raise self._unusable("written", wrong) from wrong
        finally:
            os.close(descriptor)

    def _lock(self, descriptor: int) -> None:
        until = time.monotonic() + self._patience
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise Unavailable("Another process holds the record's anchor.") from None
                time.sleep(0.005)
            else:
                return

    def _unusable(self, how: str, wrong: OSError) -> Misconfigured:
        reason = wrong.strerror or "it cannot be used"
        return Misconfigured(f"The record's anchor {self._path} cannot be {how}: {reason}.", "Check NETBOT_HOME.")


def anchor_of(home: Path, redis_url: str) -> FileAnchor:
    """Return the anchor of the record that is kept at an address.

    Args:
        home: the state folder.
        redis_url: the address; user and password in it are of no account.
    """
    parts = urlsplit(redis_url)
    where = f"{parts.netloc.rpartition('@')[2]}{parts.path}"
    return FileAnchor(home / f"record-{hashlib.sha256(where.encode()).hexdigest()[:8]}.anchor")
