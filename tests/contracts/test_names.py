"""What every index of names does, in memory or on a server."""

import pytest

from adapters.redis.names import RedisNames
from orchestration.language.reading import NameHit
from tests.fakes.memory_names import MemoryNames


@pytest.fixture(params=["memory", "server"])
def names(request):
    return MemoryNames() if request.param == "memory" else RedisNames(request.getfixturevalue("redis_client"))


def hit(type_, id_, name, within=""):
    return NameHit(type=type_, id=id_, name=name, within=within)


SITES = [
    ("harbour north", hit("dcim.site", 1, "Harbour-North")),
    ("harbour south", hit("dcim.site", 2, "Harbour-South")),
]
RACKS = [
    ("closet", hit("dcim.rack", 1, "Closet", "Harbour-North")),
    ("closet", hit("dcim.rack", 2, "Closet", "Harbour-South")),
    ("harbour north", hit("dcim.rack", 3, "Harbour North")),
]


@pytest.fixture
def filled(names):
    names.replace("s", "dcim.site", SITES)
    names.replace("s", "dcim.rack", RACKS)
    return names


def test_an_empty_index_finds_nothing(names):
    """A scope nobody built has no names, no examples, and no time it was built."""
    assert names.find("s", ["closet", ""]) == {}
    assert names.nearest("s", "closet") == ()
    assert names.sample("s", "dcim.rack") == ()
    assert names.built_at("s") is None


def test_many_spans_are_looked_up_at_once(filled):
    """Each span finds all objects of its name, of all types, as they were put in; the others are left out."""
    found = filled.find("s", ["closet", "nothing", "harbour north", "closet"])
    assert set(found) == {"closet", "harbour north"}
    assert found["closet"] == (RACKS[0][1], RACKS[1][1])
    assert set(found["harbour north"]) == {SITES[0][1], RACKS[2][1]}


def test_scopes_do_not_mix(filled):
    """What one identity may see is not found in the scope of another."""
    assert filled.find("other", ["closet"]) == {}
    assert filled.nearest("other", "closet") == ()


def test_replacing_a_type_leaves_the_others(filled):
    """New names take the place of a type's old ones, and no other type's."""
    filled.replace("s", "dcim.rack", [("attic", hit("dcim.rack", 9, "Attic"))])
    assert set(filled.find("s", ["closet", "attic", "harbour south"])) == {"attic", "harbour south"}
    filled.replace("s", "dcim.rack", [])
    assert set(filled.find("s", ["closet", "attic", "harbour south"])) == {"harbour south"}


def test_the_nearest_name_comes_first(filled):
    """A misspelt name finds what was meant, best first; only the same text has the score 1."""
    near = filled.nearest("s", "harbor soth")
    assert near[0].name == "Harbour-South"
    assert [each.score for each in near] == sorted((each.score for each in near), reverse=True)
    assert all(each.score < 1 for each in near)
    assert filled.nearest("s", "harbour south")[0] == SITES[1][1]


def test_words_in_another_order_are_near(filled):
    """The same words in another order are nearly the same name."""
    assert filled.nearest("s", "south harbour")[0].name == "Harbour-South"


def test_nearest_keeps_to_types_and_limit(filled):
    """Only the types asked for are near, and no more than the limit."""
    assert {each.type for each in filled.nearest("s", "harbor north", ["dcim.rack"])} == {"dcim.rack"}
    assert len(filled.nearest("s", "harbour north", limit=2)) == 2


def test_what_is_not_alike_is_not_near(filled):
    """A name that has nothing in common with any is near to none."""
    assert filled.nearest("s", "xyzzy") == ()


def test_a_sample_shows_objects_of_the_type(filled):
    """Examples are different objects of the type, no more than the limit."""
    assert {each.id for each in filled.sample("s", "dcim.rack", 2)} < {1, 2, 3}
    assert len(filled.sample("s", "dcim.rack", 2)) == 2
    assert len(filled.sample("s", "dcim.site", 5)) == 2


def test_the_time_of_building_is_told(filled):
    """What was said to be complete at a time says so, for its scope alone."""
    filled.completed("s", 1234.5)
    assert (filled.built_at("s"), filled.built_at("other")) == (1234.5, None)


def test_an_object_goes_by_other_names(filled):
    """A renamed object is found by its new name, exact and near, and no more by the old; others of that name still are."""
    assert filled.amend("s", "dcim.rack", [1, 3], [("new closet", hit("dcim.rack", 1, "New Closet"))])
    found = filled.find("s", ["closet", "new closet", "harbour north"])
    assert found == {
        "closet": (RACKS[1][1],),
        "new closet": (hit("dcim.rack", 1, "New Closet"),),
        "harbour north": (SITES[0][1],),
    }
    assert filled.nearest("s", "new closat", ["dcim.rack"])[0].name == "New Closet"
    assert all(each.type != "dcim.rack" for each in filled.nearest("s", "harbour north"))


def test_an_object_may_come_and_go(filled):
    """A new object has all its names, beside others of the same; deleted, none; and a name that comes back is found again."""
    names = [("closet", hit("dcim.rack", 9, "Closet")), ("r9", hit("dcim.rack", 9, "Closet"))]
    for _ in range(2):
        filled.amend("s", "dcim.rack", [9], names)
        assert [each.id for each in filled.find("s", ["closet"])["closet"]] == [1, 2, 9]
        assert filled.nearest("s", "r9")[0].id == 9
        filled.amend("s", "dcim.rack", [9], [])
        assert set(filled.find("s", ["closet", "r9"])) == {"closet"}


def test_a_type_without_names_is_not_amended(filled):
    """Where a type was never gathered its names are not told by a few."""
    assert not filled.amend("s", "dcim.device", [1], [("d1", hit("dcim.device", 1, "d1"))])
    assert filled.find("s", ["d1"]) == {}
