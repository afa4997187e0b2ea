"""What many turns cost: turns a second, the memory of the processes, the size of what is stored."""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from adapters.redis.connect import connect
from adapters.redis.keys import PREFIX
from adapters.terminal.listener import thread
from benchmarks.answers import usual
from benchmarks.asking import REST, ask, new_session, storm
from benchmarks.ground import children, laid, memory_of, standin, workers

# So many turns of one worker show whether its memory stays flat.
TURNS = 2000


def measure(runs: int) -> Iterator[str]:
    """Yield the lines of the table.

    Args:
        runs: a tenth as many storms are measured, three at least.
    """
    with standin() as (url, token), tempfile.TemporaryDirectory() as home, laid(Path(home), url, token) as ground:
        text = usual(ground)[0].text
        with workers(ground, 2) as pids:
            for _ in pids:
                ask(ground, new_session(), text)
            rates = []
            for _ in range(max(3, runs // 10)):
                asked = [(new_session(), f"person{number % 20}", text) for number in range(100)]
                rates.append(len(asked) / storm(ground, asked))
            yield f"Turns a second with two workers, 100 questions of 20 people: {statistics.median(rates):.1f} (median of {len(rates)})"
        with workers(ground, 1) as (pid,):
            ask(ground, new_session(), text)
            time.sleep(REST)
            resident, own = memory_of(pid)
            yield f"Memory of a worker: {resident:.0f} MB resident, {own:.0f} MB proportional"
            yield f"Memory of the process that stands by for it: {sum(memory_of(each)[1] for each in children(pid)):.0f} MB proportional"
            for _ in range(TURNS // 100):
                storm(ground, [(new_session(), f"person{number % 20}", text) for number in range(100)])
            yield f"The same after {TURNS} turns: {memory_of(pid)[0]:.1f} MB resident, {memory_of(pid)[0] - resident:+.1f}"
            yield f"Memory of this listener: {memory_of(os.getpid())[0]:.0f} MB resident"
            session, sizes = new_session(), []
            with connect(ground.environment["REDIS_URL"]) as client:
                for number in range(1, 101):
                    ask(ground, session, text)
                    if number in {1, 10, 100}:
                        sizes.append(f"{client.strlen(f'{PREFIX}session:{thread(session).key}')} after {number}")
            yield f"Bytes of a session in Redis: {', '.join(sizes)} turns"
