"""What differs between versions, held to what NetBox 4.4.10 and 4.7.3 really answered where that is at hand."""

import gzip
import json
from pathlib import Path

import pytest

from adapters.netbox.inventories import NetBoxInventories
from adapters.netbox.versions import bulk_reasons, dialect, etag, is_checked, minor, reasons
from orchestration.catalogue.loading import load
from orchestration.errors import NetbotError, NotOffered
from orchestration.language.names import gather
from orchestration.ports import Query, scope_of
from tests.fakes.memory_names import MemoryNames
from tests.fakes.netbox_trouble import HTML, Answer

SHARED = Path(__file__).parents[3] / "shared" / "netbox"


@pytest.mark.parametrize(
    ("version", "short", "checked"),
    [
        ("4.7.3", "4.7", True),
        ("4.4.10-Docker-3.4.0", "4.4", True),
        ("4.10.0", "4.10", False),
        ("4.3.7", "4.3", False),
        ("5.0.0-beta1", "5.0", False),
        ("4.7", "4.7", True),
        ("", "", False),
        ("nightly", "", False),
    ],
)
def test_versions_are_told(version, short, checked):
    """A version is checked if the bot is tested with it; of any other it is said that it is not."""
    assert (minor(version), is_checked(version)) == (short, checked)


@pytest.mark.parametrize(
    ("version", "etags", "own_user"),
    [("4.4", False, False), ("4.5.1", False, True), ("4.6.0", True, True), ("4.7.3", True, True), ("", False, False)],
)
def test_dialects(version, etags, own_user):
    """ETags and whole bulks came with 4.6; what is not known speaks like the oldest."""
    speaks = dialect(version)
    assert (speaks.etags, speaks.whole_bulks, speaks.own_user) == (etags, etags, own_user)


@pytest.mark.parametrize(
    ("told", "tag"),
    [
        ("2026-11-24T17:17:48.410195Z", 'W/"2026-11-24T17:17:48.410195+00:00"'),
        ("2026-11-24T18:17:48.410195+01:00", 'W/"2026-11-24T17:17:48.410195+00:00"'),
        ("2026-11-24T17:17:48Z", 'W/"2026-11-24T17:17:48+00:00"'),
    ],
)
def test_an_etag_follows_from_the_time(told, tag):
    """NetBox makes the tag from the time in UTC, whatever zone it tells it in."""
    assert etag(told) == tag


@pytest.mark.parametrize(
    ("body", "ids", "found"),
    [
        ([{}, {"slug": ["Required."]}], (None, None), {"1.slug": "Required."}),
        (
            {"detail": "1 of 2", "errors": [{"index": 1, "errors": {"slug": ["Required."]}}]},
            (None, None),
            {"1.slug": "Required."},
        ),
        (
            {"detail": "1 of 2", "errors": [{"id": 27, "errors": {"status": ["Bogus."]}}]},
            (26, 27),
            {"1.status": "Bogus."},
        ),
        ({"errors": [{"id": 5, "errors": {"__all__": ["Unable to delete."]}}]}, (5, 6), {"0": "Unable to delete."}),
        ({"status": ["Bogus."]}, (1, 2), {"status": "Bogus."}),
    ],
)
def test_both_forms_of_a_refused_bulk(body, ids, found):
    """The older list and the newer dictionary tell the same: place and field."""
    assert bulk_reasons(body, ids) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"name": ["Taken.", "Long."]}, {"name": "Taken. Long."}),
        ({"__all__": ["Not unique."]}, {"": "Not unique."}),
        ({"non_field_errors": ["No."]}, {"": "No."}),
        ({"custom_fields": {"room": ["Missing."]}}, {"custom_fields": "room: Missing."}),
        (["No."], {"": "No."}),
        ("No.", {"": "No."}),
        (None, {}),
    ],
)
def test_reasons_of_one_object(body, found):
    """Whatever form the reasons have, they are told by field."""
    assert reasons(body) == found


def recorded(version):
    path = SHARED / f"contract-{version}.json.gz"
    if not path.exists():
        pytest.skip("the recorded answers are not here")
    return json.loads(gzip.decompress(path.read_bytes()))


@pytest.mark.parametrize("version", ["4.4.10", "4.7.3"])
def test_recorded_answers_are_read(netbox, proxy, version):
    """Each recorded answer to a read is taken for what it is: rows, an object, or the error that its status means."""
    told = []
    for step in recorded(version):
        path = step["path"].partition("?")[0].removeprefix("/api/")
        about = load().at(path.strip("/"))
        if step["method"] != "GET" or about is None:
            continue
        proxy.calm()
        body = json.dumps(step["answer"]).encode()
        proxy.make(Answer(step["status"], body, headers={"API-Version": minor(version)}), times=None)
        with NetBoxInventories(proxy.url, "x", load()).open(None, "c") as inventory:
            if step["status"] < 400:
                rows, total = inventory._asking.rows(about, ())
                assert (len(rows), total) == (len(step["answer"]["results"]), step["answer"]["count"]), step["name"]
            else:
                with pytest.raises(NetbotError) as caught:
                    inventory._asking.rows(about, ())
                told.append((step["status"], type(caught.value).__name__))
    assert set(told) <= {(400, "Invalid"), (403, "NotAllowed"), (403, "Misconfigured")}
    assert told


def test_what_came_later_hides_nothing_else(through, proxy):
    """Where a NetBox is older than a type, the type is told as not there, and all other names are gathered all the same."""
    page = Answer(404, HTML, "text/html", {"API-Version": "4.5"})
    proxy.make(page, times=None, path="/api/dcim/rack-groups/")
    names = MemoryNames()
    with through().open(None, "c") as inventory:
        with pytest.raises(NotOffered, match=r"no rack groups: it is version 4\.5\."):
            inventory.list(Query(type="dcim.rackgroup", fields=("id",), limit=1))
        assert gather(inventory, names, load(), 1.0) > 100
        assert names.sample(scope_of(inventory), "dcim.site")
        assert not names.sample(scope_of(inventory), "dcim.rackgroup")
