"""Writing: one request, all or none, never twice, and never silent about what became of it."""

import contextlib
import json
import time

import pytest

from adapters.netbox.dated import DatedBody
from orchestration.errors import (
    Invalid,
    NetBoxUnavailable,
    NotAllowed,
    NotFound,
    Refused,
    Superseded,
    Unknown,
)
from orchestration.ports import Operation, Query
from tests.fakes.netbox_trouble import Answer, Cut, Hang, web_page


def create(name, **data):
    return Operation(op="create", type="dcim.site", data={"name": name, "slug": name, **data})


def update(site, **data):
    return Operation(op="update", type="dcim.site", id=site["id"], data=data)


def delete(site):
    return Operation(op="delete", type="dcim.site", id=site["id"])


def based(operation, site):
    return operation.model_copy(update={"base": f"last_updated:{site['last_updated']}"})


@pytest.fixture
def sites(inventory, soon):
    """Two sites to change, gone again afterwards."""
    made = inventory.write([create("zz-one"), create("zz-two")], "m", soon).objects
    yield made
    for each in made:
        with contextlib.suppress(NotFound):
            inventory.write([delete(each)], "m", soon)


def there(inventory, name):
    return inventory.list(
        Query(type="dcim.site", params=(("name", name),), fields=("id", "description"), fresh=True)
    ).rows


def test_one_object(inventory, soon):
    """A new object comes back whole, with the id of NetBox's answer, and is gone after it is deleted."""
    made = inventory.write([create("zz-single", description="here")], "why", soon)
    (site,) = made.objects
    assert (site["name"], site["description"]) == ("zz-single", "here")
    assert made.request_id
    assert inventory.write([delete(site)], "m", soon).objects == ()
    assert there(inventory, "zz-single") == ()


def test_many_objects_are_one_request(through, proxy, soon):
    """Objects of one type are made, changed and deleted in one request each, and come back in the order of the operations."""
    with through().open(None, "c") as inventory:
        made = inventory.write([create("zz-b"), create("zz-a")], "m", soon).objects
        assert [each["name"] for each in made] == ["zz-b", "zz-a"]
        changed = inventory.write(
            [update(made[1], description="1"), update(made[0], description="2")], "m", soon
        ).objects
        assert [each["description"] for each in changed] == ["1", "2"]
        inventory.write([delete(each) for each in made], "m", soon)
    assert [proxy.count(verb) for verb in ("POST", "PATCH", "DELETE")] == [1, 1, 1]


def test_the_reason_is_in_the_change_log(inventory, soon, sites):
    """Each kind of write, single or not, carries its message, cut to what NetBox takes."""
    inventory.write([update(sites[0], description="x")], "a" * 500, soon)
    log = Query(
        type="core.objectchange",
        params=(("changed_object_type", "dcim.site"), ("changed_object_id", str(sites[0]["id"]))),
        fields=("id", "message", "action"),
        ordering="time",
        fresh=True,
    )
    assert [each["message"] for each in inventory.list(log).rows] == ["m", "a" * 200]
    inventory.write([delete(sites[0])], "gone", soon)
    assert inventory.list(log).rows[-1]["message"] == "gone"


def test_all_or_none(inventory, soon):
    """One bad object among many leaves nothing behind, and its place and field are told."""
    with pytest.raises(Invalid) as caught:
        inventory.write(
            [create("zz-good"), Operation(op="create", type="dcim.site", data={"name": "zz-bad"})], "m", soon
        )
    assert list(caught.value.fields) == ["1.slug"]
    assert caught.value.sentence.startswith("NetBox does not take this: no. 2, slug: ")
    assert "Nothing was changed." in caught.value.sentence
    assert there(inventory, "zz-good") == ()


def test_a_bad_update_tells_the_place(inventory, soon, sites):
    """NetBox names the object by its id, the error by its place among the operations."""
    with pytest.raises(Invalid) as caught:
        inventory.write([update(sites[0], description="x"), update(sites[1], status="bogus")], "m", soon)
    assert list(caught.value.fields) == ["1.status"]


def test_a_single_bad_object_tells_the_field(inventory, soon, sites):
    """Of one object the reasons are told by field alone."""
    with pytest.raises(Invalid) as caught:
        inventory.write([update(sites[0], status="bogus")], "m", soon)
    assert list(caught.value.fields) == ["status"]


def test_what_has_changed_meanwhile_is_not_overwritten(inventory, soon, sites):
    """An update made on an older version is refused, alone and in a bulk, and nothing of it is done."""
    one, two = sites
    inventory.write([update(one, description="theirs")], "m", soon)
    for operations in ([based(update(one, description="mine"), one)],
                       [based(update(two, description="mine"), two), based(update(one, description="mine"), one)],
                       [based(delete(one), one)]):  # fmt: skip
        with pytest.raises(Refused, match="changed in NetBox in the meantime"):
            inventory.write(operations, "m", soon)
    assert [there(inventory, name)[0]["description"] for name in ("zz-one", "zz-two")] == ["theirs", ""]


def test_what_has_not_changed_is_written(inventory, soon, sites):
    """An update made on the present version goes through, alone and in a bulk."""
    first = inventory.write([based(update(sites[0], description="a"), sites[0])], "m", soon).objects[0]
    both = [based(update(first, description="b"), first), based(update(sites[1], description="b"), sites[1])]
    assert [each["description"] for each in inventory.write(both, "m", soon).objects] == ["b", "b"]


def test_if_match_is_what_keeps_it(through, proxy, soon, sites):
    """The version goes along as If-Match, so that NetBox itself compares in the moment it writes."""
    with through().open(None, "c") as inventory:
        inventory.write([based(update(sites[0], description="a"), sites[0])], "m", soon)
    sent = next(each for each in proxy.requests if each.method == "PATCH")
    assert sent.headers["If-Match"].startswith('W/"20')
    assert proxy.count("GET", "/api/dcim/sites/") == 0


@pytest.fixture
def old(proxy):
    """A NetBox that says it is of 4.4, which knows no ETags: If-Match is left out on the way, as it would ignore it."""
    return Answer(200, b'{"netbox-version": "4.4.10"}', headers={"API-Version": "4.4"})


def test_an_older_netbox_is_compared_with_first(through, proxy, soon, sites, old):
    """Before 4.6 the bot reads the objects itself before it writes, and refuses what was changed."""
    proxy.make(old, times=None, path="/api/status/")
    with through().open(None, "c") as inventory:
        inventory.write([based(update(sites[0], description="theirs"), sites[0])], "m", soon)
    read = next(each for each in proxy.requests if each.method == "GET" and "sites" in each.target)
    assert "fields=id%2Clast_updated" in read.target
    assert "If-Match" not in next(each for each in proxy.requests if each.method == "PATCH").headers
    with through().open(None, "c") as inventory, pytest.raises(Refused, match="in the meantime"):
        inventory.write([based(update(sites[0], description="mine"), sites[0])], "m", soon)
    assert proxy.count("PATCH") == 1


def test_an_older_netbox_would_skip_what_is_gone(through, proxy, soon, sites, old):
    """Before 4.6 a bulk with an object that is gone did the rest in silence: it is not sent."""
    proxy.make(old, times=None, path="/api/status/")
    with through().open(None, "c") as inventory, pytest.raises(Refused, match="not there in NetBox any more"):
        inventory.write([update(sites[0], description="x"), update({"id": 999999}, description="x")], "m", soon)
    assert proxy.count("PATCH") == 0


def test_dependants_are_told(inventory, soon):
    """What stands in the way of a deletion is named."""
    busy = inventory.list(Query(type="dcim.site", fields=("id",), ordering="-device_count", limit=1)).rows[0]
    with pytest.raises(Refused, match="dependent") as caught:
        inventory.write([delete(busy)], "m", soon)
    assert "Nothing was changed." in caught.value.sentence


def test_what_is_gone_is_told(inventory, soon):
    """A write to an object that is not there says so, and that nothing was changed."""
    with pytest.raises(NotFound) as caught:
        inventory.write([update({"id": 999999}, description="x")], "m", soon)
    assert "Nothing was changed." in caught.value.sentence


def test_who_may_not_write_is_told(inventories, netbox, soon):
    """A token that only reads is told no, with what to do."""
    with inventories.open(netbox.token_readonly, "c") as reader, pytest.raises(NotAllowed) as caught:
        reader.write([create("zz-never")], "m", soon)
    assert caught.value.sentence.endswith("Nothing was changed. Ask whoever looks after NetBox for the permission.")


@pytest.mark.parametrize(
    "trouble",
    [Cut(), Cut(after=True), Hang(20), Answer(500), Answer(502), Answer(503), web_page(), Answer(201, b'{"ok": true}')],
    ids=lambda each: f"{each}"[:30],
)
def test_what_cannot_be_told_is_unknown(through, proxy, soon, trouble):
    """Once a write has left, no answer, or one that is not NetBox's, is told as unknown; it is never sent again."""
    proxy.make(trouble, times=None, method="POST")
    with through(read=1.0).open(None, "c") as inventory, pytest.raises(Unknown) as caught:
        inventory.write([create("zz-unknown")], "m", soon)
    assert "Look in NetBox" in caught.value.sentence
    assert proxy.count("POST") == 1
    with through().open(None, "c") as inventory:
        for each in there(inventory, "zz-unknown"):
            inventory.write([delete(each)], "m", soon)


def test_what_was_never_sent_is_told_so(through, proxy, soon):
    """A connection that is refused before anything left means that nothing was changed."""
    with through().open(None, "c") as inventory:
        inventory.fetch("status/")
        with proxy.refusing(), pytest.raises(NetBoxUnavailable) as caught:
            inventory.write([create("zz-never")], "m", soon)
        assert "Nothing was changed." in caught.value.sentence
        assert there(inventory, "zz-never") == ()


def test_too_many_requests_is_not_unknown(through, proxy, soon):
    """NetBox that asks to wait has not looked at the write."""
    proxy.make(Answer(429, b"{}"), times=1, method="POST")
    with through().open(None, "c") as inventory, pytest.raises(NetBoxUnavailable, match="left alone"):
        inventory.write([create("zz-never")], "m", soon)


def test_a_write_uses_a_connection_of_its_own(through, proxy, soon):
    """A connection that a read left open and the server closed since does not make a write unknown."""
    with through().open(None, "c") as inventory:
        inventory.fetch("status/")
        with proxy.refusing():
            pass
        made = inventory.write([create("zz-own")], "m", soon).objects[0]
        assert [each["id"] for each in there(inventory, "zz-own")] == [made["id"]]
        inventory.write([delete(made)], "m", soon)
        assert there(inventory, "zz-own") == ()
    reads, writes = ({each.port for each in proxy.requests if (each.method == "GET") == read} for read in (True, False))
    assert [proxy.count(verb) for verb in ("POST", "DELETE")] == [1, 1]
    assert not reads & writes


def test_a_late_write_does_not_leave(inventory):
    """After its moment a write is not sent: NetBox never has a whole request."""
    with pytest.raises(Superseded) as caught:
        inventory.write([create("zz-late")], "m", time.clock_gettime(time.CLOCK_BOOTTIME) - 0.001)
    assert "Nothing was changed." in caught.value.sentence
    assert there(inventory, "zz-late") == ()


def test_the_moment_is_looked_at_when_the_body_is_read():
    """The clock is looked at when the connection takes the body, not when the request is made."""
    now = time.clock_gettime(time.CLOCK_BOOTTIME)
    body = DatedBody(b"[1]", now + 60)
    assert (len(body), body.left) == (3, False)
    assert (body.read(1), body.left, body.read(1)) == (b"[1]", True, b"")
    late = DatedBody(b"[1]", now - 1)
    with pytest.raises(Superseded):
        late.read(1)
    assert not late.left


def test_a_long_body_leaves_whole(inventory, soon):
    """A body of many objects is sent as one piece, and NetBox takes it."""
    many = [create(f"zz-many-{at}", description="x" * 150, comments="y" * 900) for at in range(60)]
    assert len(json.dumps([each.data for each in many])) > 50_000
    made = inventory.write(many, "m", soon).objects
    assert len(made) == 60
    inventory.write([delete(each) for each in made], "m", soon)


def test_a_reservation_is_the_tokens_own(through, proxy, soon):
    """A rack reservation must belong to a user: it is the token's, and no user is shown in what comes back."""
    with through().open(None, "c") as inventory:
        own = inventory.fetch("authentication-check/").body["id"]
        rack = inventory.list(Query(type="dcim.rack", fields=("id",), ordering="device_count", limit=1))
        data = {"rack": rack.rows[0]["id"], "units": [1], "description": "zz-reserved"}
        (made,) = inventory.write([Operation(op="create", type="dcim.rackreservation", data=data)], "m", soon).objects
        inventory.write([Operation(op="delete", type="dcim.rackreservation", id=made["id"])], "m", soon)
    sent = json.loads(next(each.body for each in proxy.requests if each.method == "POST"))
    assert (sent["user"], made["units"], "user" in made) == (own, [1], False)
