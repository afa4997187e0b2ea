"""The index of names on a real server: what only it does; what every index does stands in contracts/."""

import threading

import pytest

from adapters.redis.connect import connect
from adapters.redis.names import RedisNames
from orchestration.changelog import Seen
from orchestration.language.normal import normalise
from orchestration.language.reading import NameHit


def entries(type_, *names):
    return [(name.lower(), NameHit(type=type_, id=number, name=name)) for number, name in enumerate(names, 1)]


@pytest.fixture
def names(redis_client):
    return RedisNames(redis_client)


def test_only_what_the_scope_holds_is_found(names):
    """A name of one identity's index is never found, near or sampled in another's."""
    names.replace("admin", "dcim.site", entries("dcim.site", "Harbour"))
    assert names.find("reader", ["harbour"]) == {}
    assert names.nearest("reader", "harbor") == ()
    assert names.sample("reader", "dcim.site") == ()


def test_a_new_generation_takes_the_place_of_the_old(names, redis_client):
    """Replacing a type's names leaves nothing to find of those that were there, and soon nothing to store."""
    names.replace("s", "dcim.site", entries("dcim.site", "Harbour", "Airport"))
    old = redis_client.keys("*dcim.site:*")
    names.replace("s", "dcim.site", entries("dcim.site", "Station"))
    assert set(names.find("s", ["harbour", "airport", "station"])) == {"station"}
    assert len(old) == 4
    assert all(0 < redis_client.ttl(key) <= 60 for key in old)


def test_names_are_never_missing_while_they_are_replaced(redis_url, names):
    """Whoever looks while the names are put in anew finds them all, exact and near, at every moment."""
    given = entries("dcim.site", *(f"Harbour {number}" for number in range(200)))
    names.replace("s", "dcim.site", given)
    done = threading.Event()

    def replace():
        with connect(redis_url) as client:
            for _ in range(10):
                RedisNames(client).replace("s", "dcim.site", given)
        done.set()

    builder = threading.Thread(target=replace)
    builder.start()
    while not done.is_set():
        assert len(names.find("s", [span for span, _ in given])) == 200
        assert names.nearest("s", "harbor 77")[0].name == "Harbour 77"
        assert len(names.sample("s", "dcim.site")) == 3
    builder.join()


def test_a_build_that_broke_off_goes_away(redis_url, names, redis_client, monkeypatch):
    """Of a build whose process died before its end nothing is found, and nothing stays for long."""
    monkeypatch.setattr(names, "_switch", lambda **_: (0, None))
    names.replace("s", "dcim.site", entries("dcim.site", "Harbour"))
    assert names.find("s", ["harbour"]) == {}
    assert all(0 < redis_client.ttl(key) <= 3600 for key in redis_client.keys("*dcim.site:*"))


def test_near_names_are_found_by_likeness(names):
    """A misspelt name finds the name that was meant first, with a score below that of the name itself."""
    names.replace("s", "dcim.site", entries("dcim.site", "Harbour North", "Harbour South", "Airport"))
    near = names.nearest("s", "harbor north")
    assert near[0].name == "Harbour North"
    assert [hit.name for hit in near] == ["Harbour North", "Harbour South"]
    assert 0.6 <= near[1].score < near[0].score < 1


def test_near_names_keep_to_the_types_asked_for(names):
    """Only names of the types that were asked for are near."""
    names.replace("s", "dcim.site", entries("dcim.site", "Harbour"))
    names.replace("s", "dcim.rack", entries("dcim.rack", "Harbour 1"))
    assert {hit.type for hit in names.nearest("s", "harbor", ["dcim.rack"])} == {"dcim.rack"}


def test_one_name_of_many_objects(names):
    """A name that several objects have finds them all, up to fifty."""
    many = [
        ("closet", NameHit(type="dcim.rack", id=number, name="Closet", within=f"Site {number}")) for number in range(80)
    ]
    names.replace("s", "dcim.rack", many)
    assert len(names.find("s", ["closet"])["closet"]) == 50


def test_the_index_is_bounded(redis_client):
    """Spans beyond the bound of a scope are left out."""
    small = RedisNames(redis_client, most=3)
    small.replace("s", "dcim.site", entries("dcim.site", "A1", "A2"))
    small.replace("s", "dcim.rack", entries("dcim.rack", "B1", "B2"))
    assert set(small.find("s", ["a1", "a2", "b1", "b2"])) == {"a1", "a2", "b1"}


def test_building_is_claimed_once(names):
    """Two workers do not build one scope's index at the same time."""
    assert names.claim("s", 60)
    assert not names.claim("s", 60)
    names.unclaim("s")
    assert names.claim("s", 60)


def test_everything_kept_goes_away_by_itself(names, redis_client):
    """Every key of the index expires, so that a scope nobody asks about any more leaves nothing."""
    names.replace("s", "dcim.site", entries("dcim.site", "Harbour"))
    names.completed("s", 12.5)
    assert names.built_at("s") == 12.5
    assert all(redis_client.ttl(key) > 0 for key in redis_client.keys("*"))


def test_a_name_is_known_no_longer_than_it_is_kept(names, redis_client):
    """The hash that tells where a span is known forgets names that went, and keeps what another type still has."""
    names.replace("s", "dcim.site", entries("dcim.site", "Harbour", "Airport"))
    names.replace("s", "dcim.rack", entries("dcim.rack", "Harbour"))
    names.replace("s", "dcim.site", entries("dcim.site", "Station"))
    (known,) = redis_client.keys("*:known")
    assert redis_client.hgetall(known) == {b"harbour": b"dcim.rack", b"station": b"dcim.site"}


def test_a_build_that_was_overtaken_comes_too_late(names, redis_client):
    """Of two builds of one type at the same time the one that began later stays, and all its names are found."""
    names.replace("s", "dcim.site", entries("dcim.site", "Old"))
    late = RedisNames(redis_client)
    switch, late._switch = late._switch, lambda **given: overtaken(given)

    def overtaken(given):
        names.replace("s", "dcim.site", entries("dcim.site", "New", "Both"))
        return switch(**given)

    late.replace("s", "dcim.site", entries("dcim.site", "Late", "Both"))
    assert set(names.find("s", ["old", "late", "new", "both"])) == {"new", "both"}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("core", ["Core-Alpha-1", "Core-Alpha-2", "core-beta", "Old Core"]),
        ("core-al", ["Core-Alpha-1", "Core-Alpha-2"]),
        ("alpha", ["Core-Alpha-1", "Core-Alpha-2"]),
        ("CORE beta", ["core-beta"]),
        ("o", ["Old Core"]),
        ("zz", []),
    ],
)
def test_completing(redis_client, typed, names):
    """What is typed finds the names that begin with it, then those that hold it; of its type and scope alone."""
    kept = RedisNames(redis_client)
    known = ["core-beta", "Old Core", "Core-Alpha-2", "Core-Alpha-1"]
    entries = [(normalise(name), NameHit(type="dcim.device", id=at, name=name)) for at, name in enumerate(known)]
    kept.replace("s", "dcim.device", entries)
    kept.replace("s", "dcim.site", [("core site", NameHit(type="dcim.site", id=1, name="Core Site"))])
    assert [each.name for each in kept.completing("s", "dcim.device", typed)] == names
    assert kept.completing("another", "dcim.device", typed) == ()


def test_completing_nothing_typed(redis_client):
    """Before anything is typed a few names are offered, no more than asked for."""
    kept = RedisNames(redis_client)
    kept.replace(
        "s", "dcim.site", [(f"site {at}", NameHit(type="dcim.site", id=at, name=f"Site {at}")) for at in range(40)]
    )
    assert len(kept.completing("s", "dcim.site", "", 25)) == 25


def test_an_amended_index_stays_bounded(redis_client):
    """What an object is called now goes in only as far as there is room, and what it was called makes room."""
    small = RedisNames(redis_client, most=2)
    small.replace("s", "dcim.rack", entries("dcim.rack", "A1", "A2"))
    small.amend("s", "dcim.rack", [1, 3], [("b1", NameHit(type="dcim.rack", id=1, name="B1"))])
    small.amend("s", "dcim.rack", [3], [("b3", NameHit(type="dcim.rack", id=3, name="B3"))])
    assert set(small.find("s", ["a1", "a2", "b1", "b3"])) == {"a2", "b1"}


def test_an_amended_index_goes_away_by_itself(names, redis_client):
    """What is put in later is kept no longer than the rest."""
    names.replace("s", "dcim.site", entries("dcim.site", "Airport"))
    names.amend("s", "dcim.site", [2], [("harbour", NameHit(type="dcim.site", id=2, name="Harbour"))])
    assert all(redis_client.ttl(key) > 0 for key in redis_client.keys("*"))


def test_how_far_the_log_has_gone_in(names):
    """The place in NetBox's log is noted for each scope, and can be forgotten."""
    seen = Seen(at="2026-01-01T00:00:00Z", recent={5: "2026-01-01T00:00:00Z"})
    names.note_log("s", seen)
    assert (names.read_to("s"), names.read_to("other")) == (seen, None)
    names.note_log("s", None)
    assert names.read_to("s") is None


def test_a_scope_can_be_dropped(names, redis_client):
    """Of a scope that nobody asks with any more nothing is left, and all of the others."""
    for scope in ("s", "other"):
        names.replace(scope, "dcim.site", entries("dcim.site", "Harbour"))
        names.completed(scope, 1.0)
        names.note_log(scope, Seen())
    before = len(redis_client.keys("*"))
    names.drop("s")
    assert (names.find("s", ["harbour"]), names.built_at("s"), names.read_to("s")) == ({}, None, None)
    assert len(names.find("other", ["harbour"])) == 1
    assert len(redis_client.keys("*")) == before / 2
