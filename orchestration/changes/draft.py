"""From wishes to a draft: every field settled, derived, validated as far as NetBox allows without writing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, assert_never

from orchestration.catalogue.catalogue import Catalogue
from orchestration.changes import derivation, placing
from orchestration.changes.allocation import SOURCES, allocated
from orchestration.changes.asking import blanks_for
from orchestration.changes.checks import check
from orchestration.changes.form import Slot
from orchestration.changes.given import put, slot_for
from orchestration.changes.ground import Ground
from orchestration.changes.missing import Missing
from orchestration.changes.preview import button_of, changes_of, done_of, listed
from orchestration.changes.proposal import Draft, awaits, filled
from orchestration.changes.removal import find_hanging, removed
from orchestration.changes.row import Row
from orchestration.changes.touching import locks_of, touches_of
from orchestration.changes.undoing import back_of
from orchestration.changes.uniqueness import free_slug, must_be_new
from orchestration.changes.update import already, nothing_to_do, updated
from orchestration.changes.values import UNCHANGED
from orchestration.changes.wish import Amended, Pointed, Said, Wish
from orchestration.errors import Invalid, NotUnderstood
from orchestration.ports import Inventory, Operation

MOST_OPERATIONS = 100
# What is gone is gone with all that hangs on it: so many a person looks over with care.
MOST_DELETIONS = 20

# So many objects fit on buttons; of more, a few names serve as examples.
_FEW = 5


def drafted(
    wishes: Sequence[Wish], inventory: Inventory, catalogue: Catalogue, writer: Inventory | None = None
) -> Draft:
    """Draft wishes on the ground as it is now; nothing is written.

    Args:
        wishes: what is wanted, names settled.
        inventory: NetBox, with the rights of whoever asks or confirms.
        catalogue: all object types.
        writer: NetBox, with the rights of who would write it; the same unless given.

    Returns:
        The draft. The same wishes on the same ground give the same draft.

    Raises:
        Missing: a required field was not said and cannot be derived.
        Invalid: NetBox would not take it, or it is there already.
        Refused: something keeps what is to be deleted.
        NothingToDo: all is as it was asked to be.
        NotFound: something it points at is gone.
        NotAllowed: this identity may not.
    """
    must_be_few(wishes)
    ground = Ground(inventory, catalogue, writer)
    ground.read(_pointed(wishes))
    for type_, ids in _targets(wishes).items():
        ground.whole(type_, ids)
    rows: list[Row] = []
    for wish in wishes:
        try:
            several = sum(each.ask == wish.ask for each in wishes) > 1
            rows.append(_row(ground, wish, rows, several=several))
        except Missing as missing:
            missing.ask = wish.ask
            raise
    find_hanging(ground, rows)
    idle = [row for row in rows if row.wish.op == "update" and not row.changed]
    writing = [(at, row) for at, row in enumerate(rows) if row.wish.op != "update" or row.changed]
    active = [row for _, row in writing]
    if not active:
        raise nothing_to_do(idle)
    places = {at: awaits(place) for place, (at, _) in enumerate(writing)}
    locks = tuple(sorted({f"{inventory.instance}|{key}" for row in active for key in locks_of(row)}))
    return Draft(
        operations=tuple(_operation(row, places) for row in active),
        changes=changes_of(active),
        done=done_of(active),
        notes=tuple(already(row) for row in idle),
        back=tuple(back_of(row) for row in active),
        button=button_of(active),
        locks=locks,
        touches=tuple(each for row in active for each in touches_of(ground, row)),
    )


def must_be_few(wishes: Sequence[Wish]) -> None:
    """Raise Invalid where more objects are to be written at once than a person can look over."""
    deletions = sum(wish.op == "delete" for wish in wishes)
    if deletions > MOST_DELETIONS:
        raise Invalid(
            f"That would delete {deletions} objects; at most {MOST_DELETIONS} are deleted at once.", advice=UNCHANGED
        )
    if len(wishes) > MOST_OPERATIONS:
        ops = {wish.op for wish in wishes}
        verb = ops.pop() if len(ops) == 1 else "change"
        raise Invalid(
            f"That would {verb} {len(wishes)} objects; at most {MOST_OPERATIONS} go into one change.", advice=UNCHANGED
        )


def _operation(row: Row, places: Mapping[int, Any]) -> Operation:
    """Return the write of a row; what it waits for is told by its place among the operations, not among the wishes."""
    op, there = row.wish.op, row.there or {}
    base = f"last_updated:{there['last_updated']}" if there.get("last_updated") else None
    data = {} if op == "delete" else filled(row.data(), places)
    return Operation(op=op, type=row.form.type.key, id=row.wish.id, data=data, base=base)


def _targets(wishes: Iterable[Wish]) -> dict[str, list[int]]:
    things: dict[str, list[int]] = {}
    for wish in wishes:
        if wish.id is not None:
            things.setdefault(wish.type, []).append(wish.id)
    return things


def _pointed(wishes: Iterable[Wish]) -> dict[str, list[int]]:
    things: dict[str, list[int]] = {}
    for wish in wishes:
        for given in (*wish.given.values(), wish.within):
            for each in (*given.adds, *given.removes) if isinstance(given, Amended) else (given,):
                if isinstance(each, Pointed):
                    things.setdefault(each.type, []).extend(each.ids)
    return things


def _row(ground: Ground, wish: Wish, before: list[Row], *, several: bool) -> Row:
    match wish.op:
        case "create":
            return _created(ground, wish, before, several=several)
        case "update":
            return updated(ground, wish, before)
        case "delete":
            return removed(ground, wish)
        case _:
            assert_never(wish.op)


def _created(ground: Ground, wish: Wish, before: list[Row], *, several: bool) -> Row:
    row = Row(wish, ground.form(wish.type))
    for name, given in wish.given.items():
        slot = slot_for(row.form, name, given)
        free = isinstance(given, Said) and slot.name == "position"
        if not free:
            put(ground, row, slot, given, before)
    _allocate(ground, row, before)
    placing.from_containers(ground, row, before)
    placing.position(ground, row, before)
    derivation.mask(ground, row)
    derivation.slug(row)
    derivation.defaults(row)
    free_slug(ground, row, before)
    _nothing_missing(ground, row, several=several)
    check(ground, row)
    must_be_new(ground, row, before)
    return row


def _allocate(ground: Ground, row: Row, before: list[Row]) -> None:
    within = row.wish.within
    if within is None:
        return
    if not isinstance(within, Pointed):
        raise NotUnderstood(
            "Nothing can be allocated from what is only to be created.", f"Create it first. {UNCHANGED}"
        )
    source = SOURCES.get((within.type, row.form.type.key))
    if source and source.field in row.values:
        return
    taken = [other.values[source.field].data for other in before if source and other.form.type.key == row.form.type.key]
    for name, value in allocated(ground, row.form, (within.type, within.ids[0]), row.wish.size, taken).items():
        row.values.setdefault(name, value)


def _nothing_missing(ground: Ground, row: Row, *, several: bool) -> None:
    lacking = [slot for name, slot in row.form.slots.items() if slot.required and name not in row.values]
    if not row.name:
        # It follows from the name, which is asked for.
        lacking = [slot for slot in lacking if slot.name != "slug"]
    if not lacking:
        return
    first = lacking[0]
    kind = f"{row.form.type.singular} {row.name}".strip()
    also = f" It needs {listed([each.spoken for each in lacking])}." if len(lacking) > 1 else ""
    values, hint = _choices(ground, row, first)
    told = f"Which {first.spoken} for the new {kind}?{also}{hint}"
    blanks = blanks_for(ground, lacking, several=several)
    raise Missing(first.name, first.spoken, told, values=values, kind=row.form.type.singular, blanks=blanks)


def _choices(ground: Ground, row: Row, slot: Slot) -> tuple[tuple[str, ...], str]:
    """Return what there is to choose from, where that is not much, and a hint in words."""
    if slot.choices:
        values = tuple(value for value, _ in slot.choices)
        return values if len(values) <= _FEW else (), f" NetBox has {', '.join(values[:12])}."
    parents = [
        parent for (parent, type_), source in SOURCES.items() if (type_, source.field) == (row.form.type.key, slot.name)
    ]
    if parents:
        return (), f" Say it, or the {ground.catalogue[parents[0]].singular} to take the next free one from."
    if len(slot.to) != 1 or slot.to[0] not in ground.catalogue:
        return (), ""
    names = tuple(str(each["display"]) for each in ground.rows(slot.to[0], (), ("id", "display"), _FEW + 1))
    return (names, "") if len(names) <= _FEW else ((), f" For example {', '.join(names[:3])}.")
