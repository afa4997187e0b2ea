"""A worker of its own: presses a button in a process that may be killed or stopped on the way.

    presser.py REDIS_URL NETBOX_URL TOKEN THREAD TURN REF PART METHOD WHEN ONCE [--unbounded]

At the first call of a method of a part it ends its process group as kill -9 does ("before" or "after"), or stops itself
("stop"), unless the file ONCE is there. With --unbounded the clock is not looked at before sending.
"""

import os
import signal
import sys
from pathlib import Path

from adapters.netbox.inventories import NetBoxInventories
from orchestration.catalogue.loading import load
from orchestration.errors import Superseded
from orchestration.messages import Click
from orchestration.sessions.session import Session
from tests.changes.desk_kit import ADA, make_desk, thread
from tests.fakes.dying import Dying

SUPERSEDED = 7


class Stopping:
    """Wraps a part so that one call of one method stops the process first, as SIGSTOP from outside does."""

    def __init__(self, real, method, once, *, unbounded):
        self._real, self._method, self._once, self._unbounded = real, method, once, unbounded

    def __getattr__(self, name):
        attribute = getattr(self._real, name)
        if name != self._method or self._once.exists():
            return attribute

        def called(*args):
            self._once.touch()
            os.kill(os.getpid(), signal.SIGSTOP)
            return attribute(*args[:-1], float("inf")) if self._unbounded else attribute(*args)

        return called


def main():
    """Press, and say how it ended: 0 answered, SUPERSEDED another worker has it."""
    redis_url, url, token, name, turn, ref, part, method, when, once = sys.argv[1:11]

    def wrap(found, real):
        if found != part:
            return real
        if when == "stop":
            return Stopping(real, method, Path(once), unbounded="--unbounded" in sys.argv)
        return Dying(real, method, when, Path(once))

    desk = make_desk(redis_url, wrap=wrap)
    click = Click(id="c", address=thread(name), author=ADA, at=0.0, ref=ref)
    with NetBoxInventories(url, token, load()).open(None, "press") as inventory:
        try:
            came = desk.press(click, Session(address=thread(name)), turn, wrap("netbox", inventory))
        except Superseded:
            sys.exit(SUPERSEDED)
    sys.stdout.write("\n".join(each.model_dump_json() for each in came.replies))


if __name__ == "__main__":
    main()
