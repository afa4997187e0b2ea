"""The stand-in's list of tagged objects follows the objects."""

from bot.demo.standin.schema import load_schema
from bot.demo.standin.store import Store
from bot.demo.standin.tagging import TAGGED


def _tagged(store):
    return sorted((row["object_type"], row["object_id"], row["tag"]) for row in store.rows[TAGGED].values())


def test_it_follows_each_write():
    """An object is listed under each of its tags, until it loses one or goes."""
    store = Store(load_schema())
    store.put("dcim.site", {"id": 1, "tags": [7, 8]})
    store.put("dcim.rack", {"id": 1, "tags": [7]})
    assert _tagged(store) == [("dcim.rack", 1, 7), ("dcim.site", 1, 7), ("dcim.site", 1, 8)]
    store.put("dcim.site", {"id": 1, "tags": [8, 9]})
    assert _tagged(store) == [("dcim.rack", 1, 7), ("dcim.site", 1, 8), ("dcim.site", 1, 9)]
    store.remove("dcim.site", 1)
    assert _tagged(store) == [("dcim.rack", 1, 7)]


def test_what_fails_is_taken_back():
    """A bulk that fails leaves no trace of its tags."""
    store = Store(load_schema())
    store.begin()
    store.put("dcim.site", {"id": 1, "tags": [7]})
    store.roll_back()
    assert _tagged(store) == []
    store.put("dcim.site", {"id": 2, "tags": [7]})
    store.begin()
    store.put("dcim.site", {"id": 2, "tags": []})
    store.roll_back()
    assert _tagged(store) == [("dcim.site", 2, 7)]
