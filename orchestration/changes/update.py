"""The draft of an update: what an object is, what it is to be, and what that takes with it."""

from collections.abc import Sequence

from orchestration.changes import derivation, placing
from orchestration.changes.checks import check
from orchestration.changes.current import current
from orchestration.changes.given import put, slot_for
from orchestration.changes.ground import Ground
from orchestration.changes.row import Row
from orchestration.changes.uniqueness import must_be_new
from orchestration.changes.wish import Amended, Said, Wish
from orchestration.errors import Refused


class NothingToDo(Refused):
    """All is as it was asked to be."""


def updated(ground: Ground, wish: Wish, before: list[Row]) -> Row:
    """Draft the update of one object on the ground as it is now.

    Args:
        ground: NetBox as it is now.
        wish: what is wanted of the object.
        before: the draft's earlier objects.

    Raises:
        Invalid: NetBox would not take it.
        NotFound: the object, or something it is to point at, is gone.
        NotAllowed: this identity may not.
    """
    form = ground.form(wish.type, "update")
    there = ground.now(wish.type, wish.id or 0)
    now = current(form, there)
    row = Row(wish, form, dict(now), there, now)
    for name, given in wish.given.items():
        slot = slot_for(form, name, given)
        if not (slot.name == "position" and isinstance(given, Said)):
            put(ground, row, slot, given, before)
    placing.follow(ground, row)
    placing.from_containers(ground, row, before)
    placing.position(ground, row, before)
    derivation.mask(ground, row)
    check(ground, row)
    must_be_new(ground, row, before)
    return row


def already(row: Row) -> str:
    """Return that an object is as it was asked to be: "Device switch-1: status is active already."."""
    told = []
    for name, given in row.wish.given.items():
        slot = slot_for(row.form, name, given)
        value = row.before.get(slot.name)
        if isinstance(given, Amended) and not given.adds:
            told.append(f"has no such {slot.spoken.removesuffix('s')}")
        elif isinstance(given, Amended):
            told.append(f"has {slot.spoken.removesuffix('s') if len(given.adds) == 1 else slot.spoken} already")
        else:
            told.append(f"has {slot.spoken} {value.shown} already" if value else f"has no {slot.spoken}")
    return f"{row.title[:1].upper()}{row.title[1:]} {' and '.join(told)}."


def nothing_to_do(rows: Sequence[Row]) -> NothingToDo:
    """Return what is told where every object is as it was asked to be."""
    told = " ".join(already(row) for row in rows[:5])
    more = f" So have {len(rows) - 5} more." if len(rows) > 5 else ""
    return NothingToDo(f"{told}{more}", "Nothing to change.")
