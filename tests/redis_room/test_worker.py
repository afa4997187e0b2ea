"""The worker, as a process of its own on a real server."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rq import Callback, Queue, Repeat, Retry, Webhook
from rq.job import Job, JobStatus
from rq.registry import StartedJobRegistry
from rq.serializers import JSONSerializer, PickleSerializer

from adapters.redis.bell import Bell
from adapters.redis.connect import connect
from adapters.redis.embedded import Embedded
from adapters.redis.worker import run_worker
from orchestration.errors import StoreUnavailable
from orchestration.messages import Address, Author, Utterance
from tests.fakes import answering

ROOT = Path(__file__).parents[2]
HARM = "tests.fakes.answering.do_harm"


def until(condition, seconds=60.0):
    """Wait until a condition holds."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.01)
    return found


def program(url, *command, log=subprocess.DEVNULL):
    return subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "ANSWERING_URL": url, "PYTHONPATH": str(ROOT)},
        stdout=log,
        stderr=subprocess.STDOUT,
    )


@contextlib.contextmanager
def worker(url, function="answer", log=subprocess.DEVNULL):
    """A worker that runs a function of tests.fakes.answering."""
    process = program(url, "-m", "tests.fakes.answering", url, function, log=log)
    try:
        yield process
    finally:
        # First those that work for it: they would go on alone, on a server that other tests use.
        process.send_signal(signal.SIGSTOP)
        for horse in horses(process.pid):
            os.kill(horse, signal.SIGKILL)
        process.kill()
        process.wait()


def horses(pid):
    """The processes in which a worker runs turns."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    return [int(child) for child, parent in map(str.split, listed.splitlines()) if int(parent) == pid]


def bell(client, function="answer"):
    return Bell(client, answering.QUEUE, f"tests.fakes.answering.{function}")


def told(client, name):
    return [each.decode() for each in client.lrange(name, 0, -1)]


def test_a_ring_is_answered_and_leaves_nothing(redis_url, redis_client):
    """The function runs once with the ring's correlation id; no job and no result stays behind."""
    bell(redis_client).ring("corr-1")
    with worker(redis_url):
        until(lambda: told(redis_client, "answered") == ["corr-1"])
        until(lambda: not redis_client.keys("rq:job:*"))
        assert not redis_client.keys("rq:results:*")
        assert bell(redis_client).waiting() == 0


def test_rings_are_bounded(redis_client):
    """However often somebody rings, no more than a thousand rings wait."""
    redis_client.rpush("rq:queue:netbot", *range(999))
    for _ in range(3):
        bell(redis_client).ring("c")
    assert bell(redis_client).waiting() == 1000


def queue_for(client, serializer=JSONSerializer):
    return Queue(answering.QUEUE, connection=client, serializer=serializer)


def another_function(client):
    queue_for(client).enqueue(HARM)


def pickled(client):
    queue_for(client, PickleSerializer).enqueue(answering.do_harm)


def success_callback(client):
    queue_for(client).enqueue("tests.fakes.answering.answer", "c", on_success=Callback(HARM))


def failure_callback(client):
    queue_for(client).enqueue("tests.fakes.answering.answer", on_failure=Callback(HARM))


def abandoned_with_callback(client):
    """A job that seems to have been left by a worker that died: RQ calls its callback in the worker itself."""
    queue = queue_for(client)
    job = Job.create(
        "tests.fakes.answering.answer",
        on_failure=Callback(HARM),
        connection=client,
        serializer=JSONSerializer,
        origin=queue.name,
    )
    job.save()
    job.set_status(JobStatus.STARTED)
    client.zadd(StartedJobRegistry(queue=queue).key, {f"{job.id}:execution": 1})


FORGED = [another_function, pickled, success_callback, failure_callback, abandoned_with_callback]


@pytest.mark.parametrize("forge", FORGED)
def test_a_forged_job_is_removed_and_not_run(redis_url, redis_client, forge):
    """Whatever a job names besides the one function is not called, and the worker goes on; it comes to forged jobs first."""
    forge(redis_client)
    forged = redis_client.keys("rq:job:*")
    bell(redis_client).ring("genuine")
    with worker(redis_url):
        until(lambda: "genuine" in told(redis_client, "answered"))
        until(lambda: not redis_client.exists(*forged))
        assert told(redis_client, "harmed") == []
        assert told(redis_client, "answered") == ["genuine"]


@pytest.mark.parametrize("forge", FORGED)
def test_rqs_own_worker_runs_a_forged_job(redis_url, redis_client, forge):
    """The control of the test above: without the guard each of them does its harm."""
    forge(redis_client)
    serializer = "rq.serializers.PickleSerializer" if forge is pickled else "rq.serializers.JSONSerializer"
    process = program(
        redis_url, "-m", "rq.cli", "worker", "--url", redis_url, "--burst", "--serializer", serializer, answering.QUEUE
    )
    process.wait()
    assert told(redis_client, "harmed") == ["yes"]


@pytest.mark.parametrize(
    "call",
    [
        {"args": ()},
        {"args": (1,)},
        {"args": ("a", "b")},
        {"args": (["a"],)},
        {"args": ("a" * 201,)},
        {"args": (), "kwargs": {"correlation": "a"}},
        {"args": ("a",), "repeat": Repeat(times=3)},
        {"args": ("a",), "retry": Retry(max=3)},
        {"args": ("a",), "webhooks": [Webhook("http://127.0.0.1:1/", JobStatus.FINISHED)]},
    ],
)
def test_a_call_that_is_no_ring_is_refused(redis_url, redis_client, call):
    """The one function is called with a correlation id and nothing else, and once."""
    job = queue_for(redis_client).enqueue_call("tests.fakes.answering.answer", **call)
    bell(redis_client).ring("genuine")
    with worker(redis_url):
        until(lambda: told(redis_client, "answered") == ["genuine"])
        until(lambda: not redis_client.exists(job.key))


@pytest.mark.parametrize(
    "broken", [{"data": b"\xff"}, {"data": b"[]", "timeout": b"x"}, {"status": b"odd"}, {"x": b"y"}]
)
def test_a_broken_job_does_not_end_the_worker(redis_url, redis_client, broken):
    """A job that cannot be read is passed over."""
    redis_client.hset("rq:job:broken", mapping=broken)
    redis_client.rpush("rq:queue:netbot", "broken", "not there at all")
    bell(redis_client).ring("genuine")
    with worker(redis_url):
        until(lambda: told(redis_client, "answered") == ["genuine"])


def test_the_worker_looks_around_idle_and_busy(redis_url, redis_client):
    """What must be looked after is looked after while nobody rings and while a turn takes long, without a second thread."""
    with worker(redis_url, "wait_for_leave"):
        until(lambda: redis_client.llen("looks") >= 2)
        bell(redis_client, "wait_for_leave").ring("c")
        until(lambda: redis_client.llen("begun"))
        looks = redis_client.llen("looks")
        until(lambda: redis_client.llen("looks") >= looks + 2)
        assert told(redis_client, "answered") == []
        assert set(told(redis_client, "looks")) == {"1"}


def test_what_was_loaded_is_shared(redis_url, redis_client):
    """The function runs in a process of its own that has what the worker loaded before."""
    with worker(redis_url, "tell_process") as process:
        bell(redis_client, "tell_process").ring("c")
        until(lambda: redis_client.llen("answered") == 2)
        horse, loader = map(int, told(redis_client, "answered"))
        assert loader == process.pid
        assert horse != process.pid


def standing_by(process):
    """The one process that waits for work."""
    return until(lambda: horses(process.pid))[0]


def is_gone(pid):
    """Whether a process has ended; one that nobody has waited for yet has, too."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_a_process_stands_by(redis_url, redis_client):
    """The process that answers a ring was there before it, and another stands by afterwards."""
    with worker(redis_url, "tell_process") as process:
        ready = standing_by(process)
        bell(redis_client, "tell_process").ring("c")
        until(lambda: redis_client.llen("answered") == 2)
        assert int(told(redis_client, "answered")[0]) == ready
        until(lambda: is_gone(ready))
        assert standing_by(process) != ready


def test_a_ring_is_answered_though_who_stood_by_was_killed(redis_url, redis_client):
    """After kill -9 of the process that stands by, the next ring is answered by a fresh one."""
    with worker(redis_url) as process:
        os.kill(standing_by(process), signal.SIGKILL)
        bell(redis_client).ring("c")
        until(lambda: told(redis_client, "answered") == ["c"])


def test_who_stands_by_ends_with_a_killed_worker(redis_url):
    """Kill -9 of the worker leaves no process behind."""
    with worker(redis_url) as process:
        ready = standing_by(process)
        process.kill()
        until(lambda: is_gone(ready))


def test_an_idle_worker_ends_when_told(redis_url, redis_client):
    """SIGTERM ends a worker that waits, with status 0, and it signs off."""
    with worker(redis_url) as process:
        ready = standing_by(process)
        process.terminate()
        assert process.wait(60) == 0
        assert not redis_client.smembers("rq:workers")
        assert is_gone(ready)


def test_a_busy_worker_ends_its_turn_first(redis_url, redis_client):
    """SIGTERM in the middle of a turn lets the turn end, takes no other, and ends with status 0."""
    with worker(redis_url, "wait_for_leave") as process:
        for number in "12":
            bell(redis_client, "wait_for_leave").ring(number)
        until(lambda: redis_client.llen("begun"))
        process.terminate()
        looks = redis_client.llen("looks")
        until(lambda: redis_client.llen("looks") > looks)
        assert process.poll() is None
        redis_client.rpush("leave", "now", "now")
        assert process.wait(60) == 0
        assert told(redis_client, "answered") == ["1"]


def test_a_killed_horse_does_not_end_the_worker(redis_url, redis_client):
    """After kill -9 of the process that runs a turn, the same worker answers the next ring."""
    with worker(redis_url, "wait_for_leave"):
        bell(redis_client, "wait_for_leave").ring("killed")
        horse = until(lambda: told(redis_client, "begun"))[0]
        os.kill(int(horse), signal.SIGKILL)
        bell(redis_client, "wait_for_leave").ring("next")
        # Not sooner: the server would hand it to the dead, whose connection it has not seen end yet.
        until(lambda: redis_client.llen("begun") == 2)
        redis_client.rpush("leave", "now")
        until(lambda: told(redis_client, "answered") == ["next"])


@pytest.mark.parametrize("victims", ["horse", "worker and horse"])
def test_a_killed_workers_turn_is_taken_up(redis_url, redis_client, victims):
    """Whoever is killed in the middle of a turn, another worker ends that turn, without anybody ringing again."""
    incoming = Utterance(
        id="1",
        address=Address(platform="terminal", place="local", channel="c", thread="t"),
        author=Author(platform="terminal", place="local", id="ann"),
        at=1.0,
        text="hello",
    )
    turn = answering.turns(redis_client, answering.take_and_stay).accept(incoming)
    with worker(redis_url, "take_and_stay") as first:
        until(lambda: told(redis_client, "took") == ["1"])
        (horse,) = horses(first.pid)
        if victims == "worker and horse":
            first.kill()
        os.kill(horse, signal.SIGKILL)
        with worker(redis_url, "take_and_stay"):
            until(lambda: told(redis_client, "answered") == [turn])
            assert told(redis_client, "took") == ["1", "2"]


def test_no_redis_at_the_start_is_told(tmp_path):
    """A worker without a Redis ends at once with a sentence, and loads nothing."""
    loaded = []
    with pytest.raises(StoreUnavailable, match="Redis does not answer"):
        run_worker(
            f"unix://{tmp_path}/nothing", "netbot", "any", lambda: loaded.append(1), lambda: iter(()), lambda: None
        )
    assert loaded == []


def test_the_worker_waits_for_redis(tmp_path):
    """While Redis is away the worker waits and says so once; when it is back, it answers."""
    log = tmp_path / "worker.log"
    with log.open("wb") as written, contextlib.ExitStack() as stack:
        with Embedded(tmp_path / "redis") as before, connect(before.url) as client:
            process = stack.enter_context(worker(before.url, log=written))
            until(lambda: client.llen("looks"))
        until(lambda: "redis_away" in log.read_text())
        with Embedded(tmp_path / "redis") as after, connect(after.url) as client:
            bell(client).ring("late")
            until(lambda: told(client, "answered") == ["late"])
            process.terminate()
            assert process.wait(60) == 0
    assert log.read_text().count("redis_away") == 1
    assert log.read_text().count("redis_back") == 1
