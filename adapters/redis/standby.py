"""A work horse that stands by: forked and prepared before there is work for it, so that nobody waits for that.

Forking a worker of this size and touching its memory for the first time takes as long as the rest of a short answer.
"""

import os
import select
import signal
from collections.abc import Callable, Iterator

# A process whose worker was killed ends within this time, in seconds, even where another child still holds the pipe's other end.
LOOK_FOR_PARENT_EVERY = 5.0


class Standby:
    """At most one process that waits for its one order.

    Args:
        prepare: what the process does while it waits; it is left off where it yields once the order is there.
        carry_out: called with the order; must end the process.
    """

    def __init__(self, prepare: Callable[[], Iterator[None]], carry_out: Callable[[str], object]) -> None:
        self._prepare = prepare
        self._carry_out = carry_out
        self._pid = 0
        self._orders = -1

    def ready(self) -> None:
        """Let a process stand by, if none does."""
        if self._pid:
            return
        parent = os.getpid()
        orders, self._orders = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            # Whatever happens here, this process never goes on as a second worker.
            try:
                os.setpgrp()
                # As RQ's horses: the worker's own handling of both is not theirs.
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                os.close(self._orders)
                self._wait(orders, parent)
            finally:
                os._exit(1)
        os.close(orders)

    def give(self, order: str) -> int:
        """Give the order to the process that stands by.

        Returns:
            Its process id, which is the caller's to wait for from now on; 0 where none stands by.
        """
        pid, orders = self._pid, self._orders
        if not pid:
            return 0
        self._pid, self._orders = 0, -1
        try:
            os.write(orders, order.encode())
        except BrokenPipeError:
            # It was killed while it waited.
            os.waitpid(pid, 0)
            return 0
        finally:
            os.close(orders)
        return pid

    def dismiss(self) -> None:
        """End the process that stands by."""
        if self._pid:
            os.close(self._orders)
            os.waitpid(self._pid, 0)
            self._pid, self._orders = 0, -1

    def _wait(self, orders: int, parent: int) -> None:
        for _ in self._prepare():
            if _readable(orders, 0):
                break
        while not _readable(orders, LOOK_FOR_PARENT_EVERY):
            if os.getppid() != parent:
                return
        # An order is far shorter than what a pipe takes in one piece; nothing at all means that none will come.
        if order := os.read(orders, select.PIPE_BUF).decode():
            os.close(orders)
            self._carry_out(order)


def _readable(orders: int, seconds: float) -> bool:
    return bool(select.select([orders], [], [], seconds)[0])
