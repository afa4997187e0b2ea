"""The body of a write that must not leave late."""

import time

from orchestration.errors import Superseded


class DatedBody:
    """A request's body that refuses to be read after a moment.

    The connection reads it when it is about to hand it to the kernel, after the headers: a process that was stopped in between finds the
    moment passed, breaks off, and NetBox never has a whole request.

    Args:
        body: the bytes.
        until: the moment, as CLOCK_BOOTTIME tells it, which goes on while the machine sleeps.
    """

    def __init__(self, body: bytes, until: float) -> None:
        self._body, self._until = body, until
        self.left = False

    def __len__(self) -> int:
        return len(self._body)

    def read(self, size: int = -1) -> bytes:  # noqa: ARG002 - whole, whatever is asked for: there is one moment to look at the clock
        """Return the whole body, then nothing.

        Raises:
            Superseded: the moment has passed.
        """
        if self.left:
            return b""
        if time.clock_gettime(time.CLOCK_BOOTTIME) > self._until:
            raise Superseded("The change took too long to send.", "Nothing was changed. Confirm it again.")
        self.left = True
        return self._body
