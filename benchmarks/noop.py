"""The least that a job costs: a function that does nothing, by RQ's own forking worker."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from rq import Queue

from adapters.redis.connect import connect
from benchmarks.nothing import nothing


@contextlib.contextmanager
def bare_queue(url: str) -> Iterator[Queue]:
    """Run RQ's worker on a queue of its own."""
    command = [
        sys.executable,
        "-m",
        "rq.cli",
        "worker",
        "bare",
        "--url",
        url,
        "--quiet",
        "--worker-class",
        "rq.worker.Worker",
    ]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(Path.cwd())})
    try:
        with connect(url, patience=30.0) as client:
            yield Queue("bare", connection=client)
    finally:
        process.terminate()
        process.wait()


def one(queue: Queue, rest: float) -> float:
    """Return the seconds from putting the job in until its result is there, after that many seconds of rest."""
    time.sleep(rest)
    began = time.perf_counter()
    job = queue.enqueue(nothing)
    while job.latest_result(timeout=10) is None:
        pass
    return time.perf_counter() - began
