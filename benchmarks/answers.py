"""Seconds from message to reply, for the questions that are asked most.

"Bare GETs" are the very requests that the bot sent for the question, sent again by a plain script over one kept connection each, those of
one wave at the same time.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import requests

from benchmarks import noop
from benchmarks.asking import REST, ask, forget_answers, new_session
from benchmarks.ground import Ground, laid, standin, workers
from benchmarks.recording import Recording, recorded, waves
from bot.bootstrap import open_inventories
from bot.demo.examples import find_examples
from orchestration.messages import Reply


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and what is asked before it in the same thread."""

    name: str
    before: str
    text: str


def measure(runs: int) -> Iterator[str]:
    """Yield the lines of the table.

    Args:
        runs: times that each question is asked; the medians are told.
    """
    with standin() as (url, token), tempfile.TemporaryDirectory() as home:
        with recorded(url) as recording, laid(Path(home) / "recording", recording.url, token) as ground:
            questions = usual(ground)
            with workers(ground, 1):
                passed = {each.name: _waves(ground, recording, each) for each in questions}
        with laid(Path(home) / "measuring", url, token) as ground, workers(ground, 1):
            yield f"Seconds from message to reply, medians of {runs}, in ms"
            yield (
                f"{'question':<15}{'whole':>8}{'queue':>8}{'thinking':>10}{'NetBox':>8}{'requests':>10}"
                f"{'bare GETs':>11}{'over bare':>11}{'cached':>9}"
            )
            with requests.Session() as bare:
                bare.headers["Authorization"] = f"Bearer {token}"
                for each in questions:
                    # mypy infers no type for a lambda with a default, which binds this round's question.
                    yield _row(ground, each, runs, lambda each=each: _bare(bare, url, passed[each.name]))  # type: ignore[misc]
            with noop.bare_queue(ground.environment["REDIS_URL"]) as queue:
                yield f"\nA bare no-op RQ job: {_ms(noop.one(queue, REST) for _ in range(runs + 5)):.1f} ms"


def usual(ground: Ground) -> list[Question]:
    """Return the questions that are asked most, about objects that are really there."""
    with open_inventories(ground.settings).open(None, "bench") as inventory:
        names = find_examples(inventory)
    assert names is not None
    listed, inspected, counted = names.questions()
    return [
        Question("list", "", listed),
        Question("inspection", "", inspected),
        Question("count", "", "How many devices are there?"),
        Question("count by role", "", counted),
        Question("follow-up", listed, "only the active ones"),
    ]


def _waves(ground: Ground, recording: Recording, question: Question) -> list[list[str]]:
    def once() -> Reply:
        session = _opened(ground, question)
        forget_answers(ground)
        return ask(ground, session, question.text)[1]

    once()  # Proves filters.
    with recording.holding():
        return waves(recording.of(once().receipt.correlation))


def _row(ground: Ground, question: Question, runs: int, bare: Callable[[], float]) -> str:
    cold, kept, alone = [], [], []
    for _ in range(runs + 1):
        session = _opened(ground, question)
        forget_answers(ground)
        cold.append(_at_rest(ground, session, question.text))
        kept.append(_at_rest(ground, _opened(ground, question), question.text))
        alone.append(bare())
    # The first run warms connections and proves filters.
    whole, over = _ms(each for each, _ in cold[1:]), _ms(alone[1:])
    receipts = [reply.receipt for _, reply in cold[1:]]
    thinking = _ms(each.seconds - each.queue_seconds - each.netbox_seconds for each in receipts)
    sent = statistics.median(each.netbox_requests for each in receipts)
    return (
        f"{question.name:<15}{whole:>8.1f}{_ms(each.queue_seconds for each in receipts):>8.1f}{thinking:>10.1f}"
        f"{_ms(each.netbox_seconds for each in receipts):>8.1f}{sent:>10.0f}{over:>11.1f}"
        f"{whole - over:>11.1f}{_ms(each for each, _ in _from_cache(kept[1:])):>9.1f}"
    )


def _at_rest(ground: Ground, session: str, text: str) -> tuple[float, Reply]:
    # The worker tidies up behind an answer before it rests; nobody asks again within that moment.
    time.sleep(REST)
    return ask(ground, session, text)


def _opened(ground: Ground, question: Question) -> str:
    session = new_session()
    if question.before:
        ask(ground, session, question.before)
    return session


def _from_cache(answers: list[tuple[float, Reply]]) -> list[tuple[float, Reply]]:
    assert all(reply.receipt.cached for _, reply in answers)
    return answers


def _bare(session: requests.Session, url: str, several: list[list[str]]) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(8) as pool:
        for wave in several:
            if len(wave) == 1:
                session.get(url + wave[0]).raise_for_status()
            else:
                list(pool.map(lambda path: session.get(url + path).raise_for_status(), wave))
    return time.perf_counter() - began


def _ms(seconds: Iterable[float]) -> float:
    return 1000 * statistics.median(seconds)
