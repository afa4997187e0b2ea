"""What reports read: in two waves, bounded, each row once, and what belongs to what was named."""

import threading
import types

import pytest

from orchestration.errors import NotAllowed, ProofFailed, Refused
from orchestration.ports import Page
from orchestration.tools.reports.gathering import MOST_REQUESTS, Part, gather
from orchestration.tools.reports.pieces import of
from orchestration.tools.reports.scope import Scope
from orchestration.tools.search import Search


class Endless:
    """A NetBox with so many objects of each type; some types may not be seen."""

    def __init__(self, amount, hidden=(), site=1):
        self.amount, self.hidden, self.site = amount, hidden, site
        self.asked, self.lock = [], threading.Lock()

    def list(self, query):
        with self.lock:
            self.asked.append(query)
        if query.type in self.hidden:
            raise NotAllowed("NetBox does not allow it.")
        rows = [
            {"id": at + 1, "site": {"id": self.site}}
            for at in range(query.offset, min(query.offset + query.limit, self.amount))
        ]
        return Page(rows=tuple(rows), total=self.amount, read_at=0.0)


@pytest.fixture
def reading(catalogue):
    """Reads parts from a NetBox of so many objects; returns what was read and what was asked."""

    def read(parts, amount=100_000, **said):
        netbox = Endless(amount, **said)
        kit = types.SimpleNamespace(inventory=netbox, catalogue=catalogue)
        return gather(kit, parts), netbox.asked

    return read


def notices(read, catalogue):
    return " ".join(each.text for each in read.notices(catalogue))


def test_the_first_pages_are_all_of_what_is_small(reading, catalogue):
    """What fits a page is one request, and nothing is said of it."""
    read, asked = reading({"sites": Part(Search("dcim.site"), ("name",))}, 999)
    assert (len(asked), len(read["sites"].rows), read["sites"].whole) == (1, 999, True)
    assert notices(read, catalogue) == ""


def test_what_is_large_is_bounded_and_said(reading, catalogue):
    """A list of 100,000 takes as many pages as it may, no row twice, and the answer says what it is counted from."""
    read, asked = reading({"devices": Part(Search("dcim.device"), ("name",), pages=4)})
    assert len(asked) == 4
    assert sorted(row["id"] for row in read["devices"].rows) == list(range(1, 4001))
    assert (read["devices"].total, read["devices"].whole) == (100_000, False)
    assert "Counted from the first 4,000 of 100,000 devices" in notices(read, catalogue)


def test_several_large_lists_stay_within_the_bound(reading):
    """However large and many, all lists together take no more than their requests."""
    kinds = ("dcim.site", "dcim.rack", "dcim.device", "dcim.cable", "dcim.interface")
    _, asked = reading({kind: Part(Search(kind), ("id",), pages=20) for kind in kinds})
    assert len(asked) == MOST_REQUESTS


def test_a_count_is_one_small_request(reading, catalogue):
    """Where only a number is wanted, no rows are fetched, and it is exact."""
    read, asked = reading({"devices": Part(Search("dcim.device"))})
    assert [(each.limit, each.fields) for each in asked] == [(1, ("id",))]
    assert read["devices"].total == 100_000
    assert notices(read, catalogue) == ""


def test_what_may_not_be_seen_is_left_out(reading, catalogue):
    """A list that NetBox refuses is said to be left out; the main one ends the report."""
    parts = {"sites": Part(Search("dcim.site"), ("name",)), "racks": Part(Search("dcim.rack"), ("name",))}
    read, _ = reading(parts, 5, hidden=("dcim.rack",))
    assert (len(read["sites"].rows), read["racks"].rows) == (5, ())
    assert "Left out, for this token may not see them: racks." in notices(read, catalogue)
    with pytest.raises(NotAllowed, match="may not see racks"):
        reading({"racks": Part(Search("dcim.rack"), ("name",), main=True)}, 5, hidden=("dcim.rack",))


def test_too_many_objects_are_refused(reading):
    """A question that takes more requests than a report may is told, and not asked."""
    ids = range(1, 200 * (MOST_REQUESTS + 1) + 1)
    with pytest.raises(Refused, match="I did not"):
        reading({"devices": Part(of("dcim.device", "site_id", ids, "site"), ("site",))})


def test_each_row_is_proven(reading):
    """A row that does not fit what was asked ends the report: a filter that NetBox ignores shows there."""
    with pytest.raises(ProofFailed):
        reading({"devices": Part(of("dcim.device", "site_id", [1], "site"), ("site",))}, 5, site=2)


def test_nothing_is_asked_for_nothing(reading):
    """A place that has nothing costs no request."""
    read, asked = reading({"racks": Part(Search("dcim.rack", ()), ("name",))})
    assert (asked, read["racks"].total, read["racks"].whole) == ([], 0, True)


def test_everything_reaches_everything(catalogue):
    """A report about everything searches without a condition; one about a place only what a link leads to."""
    kit = types.SimpleNamespace(catalogue=catalogue)
    assert Scope(kit).of("dcim.rack") == Search("dcim.rack")
    named = Scope(kit, "dcim.site", ({"id": 4, "name": "Depot"},))
    ((term,),) = named.of("dcim.rack").branches
    assert (term.param, term.values) == ("site_id", ("4",))
    assert not named.reaches("core.job")
