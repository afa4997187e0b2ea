"""Asking a question on the road and waiting for its answer, as a terminal does."""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from adapters.redis.connect import connect
from adapters.redis.keys import PREFIX
from adapters.terminal.listener import Line, incoming_now, owner, person, thread
from adapters.terminal.outbox import read_event
from benchmarks.ground import Ground
from benchmarks.recording import Passed, Recording, depth
from orchestration.messages import Reply

# Seconds between an answer and the next question where one is asked at a time: the worker tidies up behind an answer before it rests.
REST = 0.3


def ask(ground: Ground, session: str, text: str, author: str | None = None) -> tuple[float, Reply]:
    """Ask and wait.

    Returns:
        Seconds from the message to the reply, and the reply.
    """
    return _sent(ground, Line(session=session, say=text), author)


def press(ground: Ground, session: str, ref: str) -> tuple[float, Reply]:
    """Press a button and wait.

    Returns:
        Seconds from the press to the reply, and the reply.
    """
    return _sent(ground, Line(session=session, click=ref), None)


def _sent(ground: Ground, line: Line, author: str | None) -> tuple[float, Reply]:
    began = time.perf_counter()
    incoming = incoming_now(line, person(author) if author else owner(), 10)
    ground.terminal.accept(incoming)
    reply = wait(ground, line.session, incoming.correlation)
    return time.perf_counter() - began, reply


def wait(ground: Ground, session: str, correlation: str = "") -> Reply:
    """Wait for the next reply of a session."""
    while True:
        stored = ground.terminal.wire.get(thread(session).key, 60)
        if stored is None:
            raise TimeoutError(session)
        event = read_event(stored)
        if event.kind == "posted" and (not correlation or event.reply.receipt.correlation == correlation):
            return event.reply


def ask_anew(ground: Ground, recording: Recording, text: str) -> tuple[float, Reply, list[Passed]]:
    """Ask in a fresh thread with no answers kept.

    Returns:
        Seconds from the message to the reply, the reply, and what passed the forwarder for it.
    """
    forget_answers(ground)
    recording.passed.clear()
    seconds, reply = ask(ground, new_session(), text)
    return seconds, reply, recording.of(reply.receipt.correlation)


def forget_answers(ground: Ground) -> None:
    """Empty the cache of NetBox's answers, but not the proofs of its filters, which are made once per NetBox version."""
    with connect(ground.environment["REDIS_URL"]) as client:
        for pattern in ("cache:*", "cached:*"):
            keys = [key for key in client.scan_iter(f"{PREFIX}{pattern}", count=1000) if b"proof" not in key]
            if keys:
                client.unlink(*keys)


def new_session() -> str:
    """Return the name of a fresh thread."""
    return f"bench-{uuid4().hex[:12]}"


def storm(ground: Ground, questions: Sequence[tuple[str, str, str]]) -> float:
    """Ask many at once, (session, author, text), and return the seconds until the last is answered."""
    began = time.perf_counter()
    for session, author, text in questions:
        ground.terminal.accept(incoming_now(Line(session=session, say=text), person(author), 10))
    for session, _, _ in questions:
        wait(ground, session)
    return time.perf_counter() - began


@dataclass(frozen=True, slots=True)
class Cost:
    """What a question costs, medians.

    Args:
        requests: to NetBox.
        waves: how many of them one after another.
        size: bytes fetched.
        seconds: from the message to the reply.
        kind: of the reply.
    """

    requests: int
    waves: int
    size: int
    seconds: float
    kind: str


def cost(ground: Ground, recording: Recording, text: str, runs: int) -> Cost:
    """Ask a question whose filters are proven anew so many times; return what it costs."""
    with recording.holding():
        waves = depth(ask_anew(ground, recording, text)[2])
    asked = [ask_anew(ground, recording, text) for _ in range(runs)]
    return Cost(
        requests=round(statistics.median(len(passed) for _, _, passed in asked)),
        waves=waves,
        size=round(statistics.median(sum(each.size for each in passed) for _, _, passed in asked)),
        seconds=statistics.median(seconds for seconds, *_ in asked),
        kind=asked[-1][1].kind,
    )
