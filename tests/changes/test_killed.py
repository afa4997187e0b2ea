"""kill -9 and SIGSTOP around the write: whatever happens to a worker, what was confirmed is there once, and it is said once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.errors import Superseded
from orchestration.language.intent import ask, select
from orchestration.ports import Query
from tests.changes.desk_kit import Trial, changes, value
from tests.changes.presser import SUPERSEDED

REPOSITORY = Path(__file__).parents[2]
POINTS = [
    ("proposals", "take", "before"),
    ("proposals", "take", "after"),
    ("locks", "take", "after"),
    ("netbox", "list", "before"),
    ("locks", "hold", "before"),
    ("proposals", "keep", "before"),
    ("proposals", "keep", "after"),
    ("netbox", "write", "before"),
    ("netbox", "write", "after"),
    ("proposals", "end", "before"),
    ("proposals", "end", "after"),
    ("locks", "release", "before"),
]


@pytest.fixture
def vrf(netbox, request):
    """A VRF in which NetBox itself takes a prefix twice, so that only the desk keeps it from being there twice."""
    return netbox.make("ipam/vrfs/", name=f"Zz {request.node.name}", enforce_unique=False)


@pytest.fixture
def preview(thread, vrf):
    """A preview of a new prefix."""
    prefix = ask(
        "create",
        select("ipam.prefix"),
        values=[value("prefix", "198.51.100.0/24"), value("vrf", to=vrf["name"], type_="ipam.vrf")],
    )
    return thread.propose(prefix).replies[0]


def there(netbox, vrf):
    """Return the prefixes in a VRF."""
    return netbox.list(Query(type="ipam.prefix", params=(("vrf_id", str(vrf["id"])),))).rows


def worker(redis_url, netbox, thread, preview, *how):
    """Start a worker that presses Create."""
    told = [redis_url, netbox.url, netbox.token, thread.name, "the-press", preview.buttons[0].ref, *how]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.changes.presser", *map(str, told)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )


def pressed_again(thread, preview):
    """Press as the queue does when a worker is gone: the same turn, until it is answered."""
    while True:
        try:
            return thread.press(preview.buttons[0].ref, turn="the-press").replies
        except Superseded:
            continue


@pytest.mark.parametrize(("part", "method", "when"), POINTS)
def test_a_killed_worker_costs_nothing_and_doubles_nothing(
    redis_url, netbox, thread, vrf, preview, tmp_path, part, method, when
):
    """Killed at any step around the write, the change is made once by whoever takes over, and answered as done."""
    once = tmp_path / "once"
    with worker(redis_url, netbox, thread, preview, part, method, when, once) as killed:
        killed.communicate(timeout=60)
    replies = pressed_again(thread, preview)
    (prefix,) = there(netbox, vrf)
    events = [each.event for each in thread.desk.confirming.maker.ledger.entries()]

    assert killed.returncode == -signal.SIGKILL
    assert once.exists()
    assert [each.kind for each in replies] == ["done"]
    assert changes(replies[0])[0].id == prefix["id"]
    assert events.count("written") >= 1
    assert thread.desk.confirming.maker.ledger.faults() == ()


def test_what_was_written_before_the_kill_is_learnt_from_the_change_log(
    redis_url, netbox, thread, vrf, preview, tmp_path
):
    """A write whose worker died before it could note the answer is found in NetBox's log, and is not sent again."""
    with worker(redis_url, netbox, thread, preview, "netbox", "write", "after", tmp_path / "once") as killed:
        killed.communicate(timeout=60)
    pressed_again(thread, preview)
    written = [each for each in thread.desk.confirming.maker.ledger.entries() if each.event == "written"]

    assert len(there(netbox, vrf)) == 1
    assert not [each for each in netbox.sent if each == "POST ipam/prefixes/"]
    assert written[0].about["request_id"]


def stopped_then_continued(redis_url, netbox, thread, preview, tmp_path, *how):
    """Stop a worker on its way, let another finish, let the first go on; return the second's replies and how the first ended."""
    with worker(redis_url, netbox, thread, preview, *how) as first:
        os.waitid(os.P_PID, first.pid, os.WSTOPPED | os.WNOWAIT)
        replies = pressed_again(thread, preview)
        os.kill(first.pid, signal.SIGCONT)
        first.communicate(timeout=60)
    return replies, first.returncode


@pytest.mark.parametrize(
    ("part", "method"), [("netbox", "list"), ("locks", "hold"), ("proposals", "keep"), ("netbox", "write")]
)
def test_a_stopped_worker_that_goes_on_writes_nothing(redis_url, netbox, thread, vrf, preview, tmp_path, part, method):
    """Stopped before the write and continued after another worker took over, a worker writes nothing: there is one object."""
    how = (part, method, "stop", tmp_path / "once")
    replies, ended = stopped_then_continued(redis_url, netbox, thread, preview, tmp_path, *how)

    assert [each.kind for each in replies] == ["done"]
    assert ended == SUPERSEDED
    assert len(there(netbox, vrf)) == 1


def test_the_clock_is_what_stops_it(redis_url, netbox, thread, vrf, preview, tmp_path):
    """Control: a worker that does not look at the clock in the last moment writes a second object."""
    how = ("netbox", "write", "stop", tmp_path / "once", "--unbounded")
    stopped_then_continued(redis_url, netbox, thread, preview, tmp_path, *how)

    assert len(there(netbox, vrf)) == 2


def test_a_worker_that_is_gone_is_made_good_by_time(redis_url, netbox, thread, vrf, preview, tmp_path):
    """Where nobody runs the press again, what time rings for applies the change to its end, in the preview's message."""
    with worker(redis_url, netbox, thread, preview, "proposals", "take", "after", tmp_path / "once") as killed:
        killed.communicate(timeout=60)
    proposals, id_ = thread.desk.confirming.proposals, preview.buttons[0].ref.split(":")[2]
    while not proposals.due():
        pass
    replies = thread.press(f"change:due:{id_}").replies

    assert (replies[0].kind, replies[0].amends) == ("done", preview.turn)
    assert len(there(netbox, vrf)) == 1


@pytest.mark.parametrize("op", ["update", "delete"])
def test_what_was_changed_before_the_kill_is_learnt_too(redis_url, netbox, thread, tmp_path, op):
    """An update or a deletion whose worker died with the answer is found in NetBox's log, and is not sent again."""
    trial = Trial(netbox, op, f"Zz killed {op}")
    preview = thread.propose(trial.ask).replies[0]
    with worker(redis_url, netbox, thread, preview, "netbox", "write", "after", tmp_path / "once") as killed:
        killed.communicate(timeout=60)
    replies = pressed_again(thread, preview)

    assert [each.kind for each in replies] == ["done"]
    assert changes(replies[0])[0].id == trial.site["id"]
    assert trial.done
    assert not [each for each in netbox.sent if each.startswith(("PATCH", "DELETE"))]
