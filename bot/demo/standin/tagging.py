"""The list of tagged objects, kept up as objects are tagged, untagged and deleted (extras/models/tags.py, TaggedItem)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.demo.standin.store import Row, Store

TAGGED = "extras.taggeditem"


def follow(store: Store, type_name: str, number: int, old: Row | None, row: Row | None) -> None:
    """Bring the tagged objects in line with an object that was replaced.

    Args:
        store: of all objects.
        type_name: the object's type.
        number: its id.
        old: as it was; None where it is new.
        row: as it is; None where it was removed.
    """
    had, has = (tuple(each.get("tags") or ()) if each else () for each in (old, row))
    for tag in has:
        if tag not in had:
            made = {"id": store.next_id(TAGGED), "object_type": type_name, "object_id": number, "tag": tag}
            store.put(TAGGED, made)
    gone = set(had) - set(has)
    of_it = store.index(TAGGED, "object_type", "object_id").get((type_name, number), set()) if gone else set()
    for each in [each for each in of_it if store.rows[TAGGED][each]["tag"] in gone]:
        store.remove(TAGGED, each)
