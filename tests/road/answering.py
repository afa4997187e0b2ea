"""A worker reduced to the road: answers turns of a Redis until it is killed; run as a program.

Arguments: address of Redis, then, to die on the way: name of a port, its method, before or after, file that says it happened.
"""

import contextlib
import sys
import time
from pathlib import Path

from adapters.redis.bell import Bell
from adapters.redis.connect import connect
from adapters.redis.queue import RedisTurnQueue, Terms
from adapters.redis.sessions import RedisSessions
from adapters.redis.wire import RedisWire
from adapters.terminal.outbox import TerminalOutbox
from orchestration.messages import Reply, prose
from orchestration.outcome import Outcome
from orchestration.ports import Meter
from orchestration.road import Road, run_turn
from tests.fakes.dying import Dying
from tests.fakes.open_door import OpenDoor

LEASE = 1.0


class Unasked:
    """A NetBox that nobody asks anything."""

    def meter(self):
        """Return that nothing was asked."""
        return Meter()


class NoNetBox:
    """Inventories for a thinker that asks NetBox nothing."""

    @contextlib.contextmanager
    def open(self, token, correlation):
        yield Unasked()


def echo(session, incoming, turn, inventory, progress):
    """Say what was said, and how many turns the thread remembers."""
    progress("thinking")
    return Outcome(
        session,
        (Reply(turn=turn, kind="answer", intent="find", parts=(prose(f"{incoming.text} #{session.counted}"),)),),
    )


def road_on(url):
    """Return the ports of a road on a Redis, by name."""
    client = connect(url)
    return {
        "queue": RedisTurnQueue(client, Bell(client, "netbot", "nobody.rings"), Terms(lease=LEASE)),
        "sessions": RedisSessions(client, 3600),
        "inventories": NoNetBox(),
        "thinker": echo,
        "outbox": TerminalOutbox(RedisWire(client)),
    }


def main():
    url, *dying = sys.argv[1:]
    ports = road_on(url)
    if dying:
        port, method, when, once = dying
        ports[port] = Dying(ports[port], method, when, Path(once))
    outbox = ports.pop("outbox")
    road = Road(**ports, outboxes={"terminal": outbox}, door=OpenDoor(), renew_every=LEASE / 4)
    while True:
        road.queue.overdue()
        if not run_turn(road):
            time.sleep(0.02)


if __name__ == "__main__":
    main()
