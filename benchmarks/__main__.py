"""`make bench`: what an answer costs, as a table.

Every figure is the median of at least 30 runs on the stand-in, which a process of its own serves. "Bare GETs" are the very requests that
the bot sent for the question, sent again by a plain script over one kept connection each, those of one wave at the same time.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from adapters.redis.connect import connect
from adapters.redis.keys import PREFIX
from adapters.terminal.listener import thread
from benchmarks import noop
from benchmarks.asking import ask, forget_answers, new_session, storm
from benchmarks.ground import Ground, laid, memory_of, standin, workers
from benchmarks.recording import recorded
from bot.bootstrap import open_inventories
from bot.demo.examples import find_examples
from bot.logs import configure_logs


def main() -> None:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=30)
    runs = parser.parse_args().runs
    configure_logs("warning", ())
    with standin() as (url, token), tempfile.TemporaryDirectory() as home:
        with recorded(url) as recording, laid(Path(home) / "recording", recording.url, token) as ground:
            questions = _questions(ground)
            with workers(ground, 1):
                waves = {name: _waves(ground, recording.waves, before, text) for name, before, text in questions}
        with laid(Path(home) / "measuring", url, token) as ground:
            _print_answers(ground, questions, waves, url, token, runs)
            _print_rest(ground, questions[0][2])


def _questions(ground: Ground) -> list[tuple[str, str, str]]:
    """Return the questions: (name, what is asked before it in the same thread, the question)."""
    with open_inventories(ground.settings).open(None, "bench") as inventory:
        names = find_examples(inventory)
    assert names is not None
    listed, inspected, counted = names.questions()
    return [
        ("list", "", listed),
        ("inspection", "", inspected),
        ("count", "", "How many devices are there?"),
        ("count by role", "", counted),
        ("follow-up", listed, "only the active ones"),
    ]


def _waves(ground: Ground, taken: Callable[[], list[list[str]]], before: str, text: str) -> list[list[str]]:
    # Twice: the first proves the filters, and the names are gathered meanwhile.
    for _ in range(2):
        session = new_session()
        time.sleep(1.0)
        if before:
            ask(ground, session, before)
        forget_answers(ground)
        taken()
        ask(ground, session, text)
    return taken()


def _print_answers(
    ground: Ground,
    questions: Sequence[tuple[str, str, str]],
    waves: dict[str, list[list[str]]],
    url: str,
    token: str,
    runs: int,
) -> None:
    print(f"Seconds from message to reply, medians of {runs}, in ms")
    print(
        f"{'question':<15}{'whole':>8}{'queue':>8}{'thinking':>10}{'NetBox':>8}{'requests':>10}{'bare GETs':>11}{'over bare':>11}{'cached':>9}"
    )
    with workers(ground, 1), noop.bare_queue(ground.environment["REDIS_URL"]) as queue, requests.Session() as bare:
        bare.headers["Authorization"] = f"Bearer {token}"
        for name, before, text in questions:
            cold, kept, alone = [], [], []
            for _ in range(runs + 1):
                session = new_session()
                if before:
                    ask(ground, session, before)
                forget_answers(ground)
                cold.append(ask(ground, session, text))
                again = new_session()
                if before:
                    ask(ground, again, before)
                kept.append(ask(ground, again, text))
                alone.append(_bare(bare, url, waves[name]))
            # The first run warms connections and proves filters.
            cold, kept, alone = cold[1:], kept[1:], alone[1:]
            whole = _ms(each for each, _ in cold)
            receipts = [reply.receipt for _, reply in cold]
            thinking = _ms(each.seconds - each.queue_seconds - each.netbox_seconds for each in receipts)
            sent = statistics.median(each.netbox_requests for each in receipts)
            print(
                f"{name:<15}{whole:>8.1f}{_ms(each.queue_seconds for each in receipts):>8.1f}{thinking:>10.1f}"
                f"{_ms(each.netbox_seconds for each in receipts):>8.1f}{sent:>10.0f}{_ms(alone):>11.1f}"
                f"{whole - _ms(alone):>11.1f}{_ms(each for each, _ in kept):>9.1f}"
            )
        print(f"\nA bare no-op RQ job: {_ms(noop.one(queue) for _ in range(runs + 5)):.1f} ms")


def _print_rest(ground: Ground, text: str) -> None:
    with workers(ground, 2) as pids:
        for _ in pids:
            ask(ground, new_session(), text)
        rates = []
        for _ in range(3):
            asked = [(new_session(), f"person{number % 20}", text) for number in range(100)]
            rates.append(len(asked) / storm(ground, asked))
        print(
            f"Turns a second with two workers, 100 questions of 20 people: {statistics.median(rates):.1f} (median of 3)"
        )
        resident, own = memory_of(pids[0])
        print(f"Memory of a worker: {resident:.0f} MB resident, {own:.0f} MB proportional")
    print(f"Memory of this listener: {memory_of(os.getpid())[0]:.0f} MB resident")
    with workers(ground, 1), connect(ground.environment["REDIS_URL"]) as client:
        session = new_session()
        sizes = []
        for number in range(1, 101):
            ask(ground, session, text)
            if number in {1, 10, 100}:
                sizes.append(f"{client.strlen(f'{PREFIX}session:{thread(session).key}')} after {number}")
        print(f"Bytes of a session in Redis: {', '.join(sizes)} turns")


def _bare(session: requests.Session, url: str, waves: list[list[str]]) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(8) as pool:
        for wave in waves:
            if len(wave) == 1:
                session.get(url + wave[0]).raise_for_status()
            else:
                list(pool.map(lambda path: session.get(url + path).raise_for_status(), wave))
    return time.perf_counter() - began


def _ms(seconds: Iterable[float]) -> float:
    return 1000 * statistics.median(seconds)


if __name__ == "__main__":
    main()
