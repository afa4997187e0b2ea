"""Many at once: fifty people confirm the same new prefix, and there is one."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from orchestration.ports import Query
from tests.changes.desk_kit import Thread, create, make_desk, person, text, value
from tests.fakes.bare_netbox import BareNetBox


@pytest.fixture
def vrf(netbox, request):
    """A VRF in which NetBox itself takes a prefix twice."""
    return netbox.make("ipam/vrfs/", name=f"Zz {request.node.name}", enforce_unique=False)


def asked(redis_url, standin, vrf, number, wrap=lambda _, part: part):
    """Return a thread of somebody of their own in which the new prefix waits."""
    netbox = BareNetBox(standin.url, standin.token_admin)
    thread = Thread(
        make_desk(redis_url, wrap=wrap), netbox, author=person(f"p{number}"), name=f"{vrf['name']} {number}"
    )
    prefix = create("ipam.prefix", value("prefix", "203.0.113.0/24"), value("vrf", to=vrf["name"], type_="ipam.vrf"))
    thread.preview = thread.propose(prefix).replies[0]
    return thread


def pressed(threads):
    """Press in all threads at the same moment; return the first reply of each."""
    start = threading.Barrier(len(threads))

    def press(thread):
        start.wait()
        return thread.press(thread.preview.buttons[0].ref).replies[0]

    with ThreadPoolExecutor(len(threads)) as pool:
        return list(pool.map(press, threads))


def prefixes(netbox, vrf):
    """Return the prefixes in a VRF."""
    return netbox.list(Query(type="ipam.prefix", params=(("vrf_id", str(vrf["id"])),))).rows


def test_fifty_confirms_of_the_same_new_prefix_make_one(redis_url, standin, netbox, vrf):
    """Of fifty presses at the same moment one creates the prefix; the others are told that it is there already."""
    replies = pressed([asked(redis_url, standin, vrf, number) for number in range(50)])

    assert len(prefixes(netbox, vrf)) == 1
    assert sorted(each.kind for each in replies) == ["done"] + ["refusal"] * 49
    assert all("already" in text(each) for each in replies if each.kind == "refusal")


class NoLocks:
    """Locks that keep nobody out."""

    def take(self, *_):
        return True

    def hold(self, *_):
        return None

    def release(self, *_):
        return None


def test_the_lock_is_what_keeps_them_apart(redis_url, standin, netbox, vrf):
    """Control: without the lock, all who have looked before one has written write too."""
    threads = [
        asked(redis_url, standin, vrf, number, lambda name, part: NoLocks() if name == "locks" else part)
        for number in range(5)
    ]
    looked = threading.Barrier(len(threads))
    for each in threads:
        each.netbox.write = _after(looked, each.netbox.write)
    pressed(threads)

    assert len(prefixes(netbox, vrf)) == 5


def _after(looked, write):
    def wait_and_write(operations, message, until):
        looked.wait()
        return write(operations, message, until + 30)

    return wait_and_write


def test_one_preview_pressed_fifty_times_at_once_creates_once(redis_url, standin, netbox, vrf):
    """The same button, pressed by an impatient person on many workers at the same moment, creates once."""
    first = asked(redis_url, standin, vrf, 0)
    others = [
        Thread(make_desk(redis_url), BareNetBox(standin.url, standin.token_admin), author=first.author, name=first.name)
        for _ in range(20)
    ]
    for number, each in enumerate(others):
        each.preview, each.turn = first.preview, lambda number=number: f"press-{number}"
    replies = pressed(others)

    assert len(prefixes(netbox, vrf)) == 1
    assert {each.kind for each in replies} == {"done"}
    assert sum("done already" in text(each) for each in replies) == 19
