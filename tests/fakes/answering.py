"""Functions for the worker to run, and the worker itself as a program: `python -m tests.fakes.answering URL FUNCTION`.

What happens is written to lists of the server, where a test waits for it.
"""

import os
import signal
import sys
import threading

from redis import Redis

from adapters.redis.bell import Bell
from adapters.redis.connect import connect
from adapters.redis.queue import RedisTurnQueue, Terms
from adapters.redis.worker import run_worker

QUEUE = "netbot"


def server() -> Redis:
    """Return a client of the server that the worker uses."""
    return connect(os.environ["ANSWERING_URL"])


def answer(correlation: str) -> None:
    """Tell that a ring was answered."""
    server().rpush("answered", correlation)


def tell_process(correlation: str) -> None:
    """Tell in which process a ring is answered, and which had loaded what it needs."""
    server().rpush("answered", os.getpid(), os.environ["LOADED_BY"])


def wait_for_leave(correlation: str) -> None:
    """Answer when somebody says so."""
    server().rpush("begun", os.getpid())
    connect(os.environ["ANSWERING_URL"], patience=100).blpop(["leave"])
    answer(correlation)


def take_and_stay(correlation: str) -> None:
    """Take a turn and work on it for ever the first time, end it at the next attempt."""
    queue = turns(server(), take_and_stay)
    lease = queue.take()
    if lease is None:
        return
    server().rpush("took", lease.attempt)
    if lease.attempt == 1:
        signal.pause()
    server().rpush("answered", lease.turn)


def turns(client: Redis, function) -> RedisTurnQueue:
    """Return the queue of turns with a short lease, whose rings call a function of this module."""
    bell = Bell(client, QUEUE, f"tests.fakes.answering.{function.__name__}")
    return RedisTurnQueue(client, bell, Terms(lease=0.5))


def do_harm(*args, **kwargs) -> None:
    """Tell that something ran that must not."""
    server().rpush("harmed", "yes")


def main(url: str, function: str) -> None:
    """Be a worker that notes each look around, and how many threads it has then."""
    client = connect(url)
    queue = turns(client, globals()[function])

    def look() -> None:
        queue.overdue()
        client.rpush("looks", threading.active_count())

    run_worker(
        url,
        QUEUE,
        f"tests.fakes.answering.{function}",
        lambda: os.environ.update(LOADED_BY=str(os.getpid())),
        lambda: iter(()),
        look,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
