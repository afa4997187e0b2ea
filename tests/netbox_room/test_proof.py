"""No filter is believed before NetBox has shown that it knows it."""

import time

import pytest

from adapters.netbox.proof import check_order, known_filter, prove
from adapters.netbox.proven import CUSTOM_SECONDS, DAYS, Proven
from orchestration.catalogue.loading import load
from orchestration.errors import Invalid, NetBoxUnavailable, ProofFailed
from orchestration.ports import Query
from tests.fakes.memory_cache import MemoryCache

DEVICE = load()["dcim.device"]
ACTIVE = Query(type="dcim.device", params=(("status", "active"),), fields=("id",), limit=1)


def test_a_filter_is_proven_once(through, proxy):
    """The first question with a filter is proven beside it, the second is not; proofs are counted apart."""
    inventories = through()
    with inventories.open(None, "c") as inventory:
        inventory.list(ACTIVE)
        meter = inventory.meter()
        assert (meter.requests, meter.proof_requests) == (1, 1)
        assert len(meter.request_ids) == 1
    with inventories.open(None, "d") as inventory:
        inventory.list(ACTIVE)
        assert (inventory.meter().requests, inventory.meter().proof_requests) == (1, 0)
    assert proxy.count() == 3


def test_other_workers_need_not_prove_it_again(through, cache):
    """What one worker has proven, others know by the cache."""
    for expected in (1, 0):
        with through(cache=cache).open(None, "c") as inventory:
            inventory.list(ACTIVE.model_copy(update={"fresh": True}))
            assert inventory.meter().proof_requests == expected


def test_a_filter_that_netbox_ignores_is_found_out(standin, netbox, through, monkeypatch):
    """A NetBox that does not know a filter returns everything: that is no answer."""
    monkeypatch.delitem(standin.store.schema.types["dcim.device"].filters, "serial")
    question = Query(type="dcim.device", params=(("serial", "x"),), fields=("id",), limit=1)
    with through().open(None, "c") as inventory, pytest.raises(ProofFailed, match="does not apply its filter serial"):
        inventory.list(question)


def test_without_the_proof_everything_would_be_the_answer(standin, through, monkeypatch):
    """The guard guards something: with the proof off, the ignored filter leaves every device."""
    monkeypatch.delitem(standin.store.schema.types["dcim.device"].filters, "serial")
    monkeypatch.setattr(Proven, "missing", lambda *_: [])
    question = Query(type="dcim.device", params=(("serial", "x"),), fields=("id",), limit=1)
    with through().open(None, "c") as inventory:
        assert inventory.list(question).total >= 250


def test_custom_fields_are_proven_too(inventory):
    """A filter by a custom field that there is not is ignored by NetBox, and found out."""
    with pytest.raises(ProofFailed, match="cf_nonsense"):
        inventory.list(Query(type="dcim.device", params=(("cf_nonsense", "1"),), fields=("id",)))


@pytest.mark.parametrize("key", ["dcim.device", "ipam.prefix", "ipam.ipaddress", "dcim.interface", "ipam.vlan"])
def test_filters_hold_with_all_their_lookups(inventory, key):
    """Each filter of the types that are asked most is applied, with each of its look-ups."""
    proofs = inventory.proofs(key)
    assert (proofs.ignored, proofs.held > 100) == ({}, True)


def test_all_filters_are_proven_with_few_questions(inventory):
    """NetBox names every filter whose value it cannot read: a proof of hundreds of filters is not hundreds of questions."""
    proofs = inventory.proofs("dcim.interface")
    assert inventory.meter().proof_requests < proofs.held / 3


def test_an_ignored_filter_is_found_among_all(standin, inventory, monkeypatch):
    """One that NetBox does not know is named with its look-ups, however many are asked with it; the others hold."""
    before = inventory.proofs("dcim.device")
    monkeypatch.delitem(standin.store.schema.types["dcim.device"].filters, "serial")
    after = inventory.proofs("dcim.device")
    assert {name.partition("__")[0] for name in after.ignored} == {"serial"}
    assert {"serial", "serial__ic", "serial__empty"} <= after.ignored.keys()
    lookups = len(DEVICE.filters["serial"].lookups)
    assert after.held + len(after.ignored) + len(after.untold) == before.held + len(before.untold)
    assert len(after.ignored) + len(after.untold) - len(before.untold) == 1 + lookups


class Counts:
    """A NetBox that counts as a test says; it ignores what it does not know."""

    def __init__(self, total, known, refuses=()):
        self.total, self.known, self.refuses, self.asked = total, known, refuses, []

    def __call__(self, filters):
        self.asked.append(tuple(filters))
        if any(name in self.refuses and value.startswith("zzz") for name, value in filters):
            raise Invalid("Select a valid choice.")
        return self.known.get(
            tuple(filters), 0 if filters and filters[0][0] in {n for (n, _), *_ in self.known} else self.total
        )


@pytest.mark.parametrize(
    ("param", "values", "netbox", "proven"),
    [
        ("site_id", ["1"], Counts(9, {}, refuses=("site_id",)), True),
        ("serial", ["1"], Counts(9, {(("serial", "1"),): 1}), True),
        ("serial", ["1"], Counts(0, {}), False),
        (
            "has_primary_ip",
            ["true"],
            Counts(9, {(("has_primary_ip", "true"),): 4, (("has_primary_ip", "false"),): 5}),
            True,
        ),
        ("has_primary_ip", ["true"], Counts(9, {(("has_primary_ip", "true"),): 9}), True),
        ("name__empty", ["true"], Counts(9, {(("name__empty", "true"),): 2, (("name__empty", "false"),): 7}), True),
        ("name__n", ["a"], Counts(9, {(("name", "a"),): 1, (("name__n", "a"),): 8}), True),
        ("name__n", ["a"], Counts(9, {(("name", "a"),): 0}), False),
        ("name__nic", ["a"], Counts(9, {(("name__ic", "a"),): 4, (("name__nic", "a"),): 5}), True),
        ("cf_room", ["a"], Counts(9, {(("cf_room", "a"),): 1}), True),
        (
            "cf_ok",
            ["true"],
            Counts(9, {(("cf_ok", "zzz-no-such-value-7f3a"),): 9, (("cf_ok", "true"),): 3, (("cf_ok", "false"),): 2}),
            True,
        ),
    ],
)
def test_what_proves_a_filter(param, values, netbox, proven):
    """A refused or empty impossible value, halves that add up, and nothing where there is nothing to tell from."""
    assert prove(DEVICE, param, values, netbox) is proven


@pytest.mark.parametrize(
    ("param", "values"),
    [
        ("serial", ["1"]),
        ("has_primary_ip", ["true"]),
        ("name__empty", ["true"]),
        ("name__n", ["a"]),
        ("cf_room", ["a"]),
    ],
)
def test_what_disproves_a_filter(param, values):
    """A NetBox that leaves everything, whatever it is sent, does not know the filter."""
    with pytest.raises(ProofFailed, match=param):
        prove(DEVICE, param, values, lambda _: 9)


def test_trouble_is_no_proof():
    """A NetBox that breaks over a proof has proven nothing."""

    def broken(_):
        raise NetBoxUnavailable("NetBox has trouble of its own.")

    with pytest.raises(NetBoxUnavailable):
        prove(DEVICE, "serial", ["1"], broken)


@pytest.mark.parametrize("param", ["name", "name__ic", "cf_room", "cf_room__ic", "tag__n"])
def test_known_filters(param):
    """A filter of the catalogue with a look-up it has, or one by a custom field, may be sent."""
    assert known_filter(DEVICE, param)


@pytest.mark.parametrize("param", ["names", "name__zz", "fields", "owner_id", "user", "cf_snmp_community", "", "__ic"])
def test_unknown_filters(param):
    """Anything else may not."""
    with pytest.raises(ProofFailed):
        known_filter(DEVICE, param)


def test_another_version_is_proven_anew():
    """What held of one version of NetBox says nothing of the next."""
    cache = MemoryCache(time.monotonic)
    proven = Proven(cache, "http://netbox")
    proven.seen("4.6")
    proven.keep(DEVICE, "serial")
    assert proven.missing(DEVICE, [("serial", "1"), ("serial", "2"), ("name", "a")]) == ["name"]
    proven.seen("4.7")
    assert proven.missing(DEVICE, [("serial", "1")]) == ["serial"]
    assert Proven(cache, "http://netbox").version == "4.7"
    assert Proven(cache, "http://other").version == ""


def test_custom_fields_may_go_at_any_time():
    """That a custom field's filter is known is believed for minutes, of NetBox's own for days."""
    now = [0.0]
    cache = MemoryCache(lambda: now[0])
    Proven(cache, "n").keep(DEVICE, "cf_room")
    Proven(cache, "n").keep(DEVICE, "serial")
    asked = [("cf_room", "1"), ("serial", "1")]
    assert Proven(cache, "n").missing(DEVICE, asked) == []
    now[0] += CUSTOM_SECONDS + 1
    assert Proven(cache, "n").missing(DEVICE, asked) == ["cf_room"]
    now[0] += DAYS
    assert Proven(cache, "n").missing(DEVICE, asked) == ["cf_room", "serial"]


@pytest.mark.parametrize(
    ("ordering", "values", "holds"),
    [
        ("interface_count", [1, 2, None, 2], True),
        ("-interface_count", [3, 1], True),
        ("interface_count", [2, 1], False),
        ("created", ["2026-01-01T00:00:00Z", "2026-01-01T01:30:00+01:00"], True),
        ("created", ["2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z"], False),
        ("name", ["b", "a"], True),
        ("", [2, 1], True),
    ],
)
def test_order_is_checked_where_it_can_be(ordering, values, holds):
    """Numbers and times must come in the order asked for; of texts only the database knows."""
    rows = [{ordering.removeprefix("-"): each} for each in values]
    if holds:
        check_order(DEVICE, ordering, rows)
    else:
        with pytest.raises(ProofFailed):
            check_order(DEVICE, ordering, rows)
