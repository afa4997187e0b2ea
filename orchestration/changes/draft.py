"""From wishes to a draft: every field settled, derived, validated as far as NetBox allows without writing."""

from collections.abc import Iterable, Sequence
from typing import Any

from orchestration.catalogue.catalogue import Catalogue
from orchestration.changes import derivation
from orchestration.changes.allocation import SOURCES, allocated
from orchestration.changes.checks import check
from orchestration.changes.form import Form, Slot
from orchestration.changes.ground import Ground
from orchestration.changes.missing import Missing
from orchestration.changes.preview import button_of, changes_of, listed
from orchestration.changes.proposal import Draft, Touch, awaits
from orchestration.changes.row import Row
from orchestration.changes.uniqueness import free_slug, must_be_new, natural_keys
from orchestration.changes.values import UNCHANGED, Value, read_value
from orchestration.changes.wish import Coming, Given, Pointed, Said, Wish
from orchestration.errors import Invalid, NotUnderstood
from orchestration.ports import Inventory, Operation

MOST_OPERATIONS = 100

# Address space is one thing: whatever is written in a VRF may be what somebody else has just found free there.
_ADDRESS_SPACE = frozenset({"ipam.prefix", "ipam.ipaddress", "ipam.iprange", "ipam.aggregate"})
# So many objects fit on buttons; of more, a few names serve as examples.
_FEW = 5


def drafted(wishes: Sequence[Wish], inventory: Inventory, catalogue: Catalogue) -> Draft:
    """Draft wishes on the ground as it is now; nothing is written.

    Args:
        wishes: what is wanted, names settled.
        inventory: NetBox, with the rights of whoever asks or confirms.
        catalogue: all object types.

    Returns:
        The draft. The same wishes on the same ground give the same draft.

    Raises:
        Missing: a required field was not said and cannot be derived.
        Invalid: NetBox would not take it, or it is there already.
        NotFound: something it points at is gone.
        NotAllowed: this identity may not.
    """
    if len(wishes) > MOST_OPERATIONS:
        raise Invalid(
            f"That would create {len(wishes)} objects; at most {MOST_OPERATIONS} go into one change.", advice=UNCHANGED
        )
    ground = Ground(inventory, catalogue)
    ground.read(_pointed(wishes))
    rows: list[Row] = []
    for wish in wishes:
        try:
            rows.append(_row(ground, wish, rows))
        except Missing as missing:
            missing.ask = wish.ask
            raise
    operations = tuple(Operation(op="create", type=row.form.type.key, data=row.data()) for row in rows)
    locks = tuple(sorted({f"{inventory.instance}|{key}" for row in rows for key in _locks(row)}))
    return Draft(
        operations=operations,
        changes=changes_of(rows),
        button=button_of(rows),
        locks=locks,
        touches=tuple(_touch(ground, row) for row in rows),
    )


def _pointed(wishes: Iterable[Wish]) -> dict[str, list[int]]:
    things: dict[str, list[int]] = {}
    for wish in wishes:
        for given in (*wish.given.values(), wish.within):
            if isinstance(given, Pointed):
                things.setdefault(given.type, []).extend(given.ids)
    return things


def _row(ground: Ground, wish: Wish, before: list[Row]) -> Row:
    row = Row(wish, ground.form(wish.type))
    for name, given in wish.given.items():
        slot = _slot_for(row.form, name, given)
        free = isinstance(given, Said) and slot.name == "position"
        if not free:
            row.values[slot.name] = _value(ground, slot, given, before)
    _allocate(ground, row, before)
    derivation.from_containers(ground, row, before)
    derivation.position(ground, row, before)
    derivation.mask(ground, row)
    derivation.slug(row)
    derivation.defaults(row)
    free_slug(ground, row, before)
    _nothing_missing(ground, row)
    check(ground, row)
    must_be_new(ground, row, before)
    return row


def _slot_for(form: Form, name: str, given: Given) -> Slot:
    """Return the field that takes a value: itself, the generic relation that may point there, or a custom field."""
    for known in (name, f"cf_{name}"):
        if known in form.slots:
            return form.slots[known]
    for slot in form.slots.values():
        if slot.custom and slot.label.casefold() == name.casefold():
            return slot
        if (
            slot.pointer
            and isinstance(given, Pointed | Coming)
            and (not slot.to or not isinstance(given, Pointed) or given.type in slot.to)
        ):
            return slot
    raise NotUnderstood(
        f"A {form.type.singular} has no {name.replace('_', ' ')}.", f"It has {_offered(form)}. {UNCHANGED}"
    )


def _offered(form: Form) -> str:
    return ", ".join(
        slot.label.lower() if slot.label.istitle() else slot.label for slot in list(form.slots.values())[:12]
    )


def _value(ground: Ground, slot: Slot, given: Given, before: list[Row]) -> Value:
    if isinstance(given, Said):
        return read_value(slot, given.text)
    if isinstance(given, Coming):
        other = before[given.wish]
        return Value(awaits(given.wish), other.name, other.name, "created with this", None, other.form.type.key)
    if slot.to and given.type not in slot.to:
        kinds = " or ".join(ground.catalogue[each].singular for each in slot.to if each in ground.catalogue)
        raise Invalid(f"{slot.label} takes a {kinds}, not a {ground.catalogue[given.type].singular}.", advice=UNCHANGED)
    records = [ground.record(given.type, each) for each in given.ids]
    shown = ", ".join(each["display"] for each in records)
    if slot.kind in ("tags", "relations"):
        return Value(list(given.ids), shown, [each["display"] for each in records], "", None, given.type)
    if len(records) != 1:
        raise Invalid(f"{slot.label} takes one object, not {len(records)}.", advice=UNCHANGED)
    return Value(given.ids[0], shown, shown, "", records[0], given.type)


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


def _nothing_missing(ground: Ground, row: Row) -> None:
    lacking = [slot for name, slot in row.form.slots.items() if slot.required and name not in row.values]
    if not lacking:
        return
    first = lacking[0]
    kind = f"{row.form.type.singular} {row.name}".strip()
    also = f" It needs {listed([each.spoken for each in lacking])}." if len(lacking) > 1 else ""
    values, hint = _choices(ground, row, first)
    raise Missing(first.name, first.spoken, f"Which {first.spoken} for the new {kind}?{also}{hint}", values=values)


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


def _locks(row: Row) -> Iterable[str]:
    yield from natural_keys(row)
    if isinstance(row.wish.within, Pointed):
        yield f"{row.wish.within.type}|id={row.wish.within.ids[0]}"
    if "position" in row.values:
        yield f"dcim.rack|id={row.key('rack')}"
    if row.form.type.key in _ADDRESS_SPACE:
        yield f"addresses|vrf={row.key('vrf')}"


def _touch(ground: Ground, row: Row) -> Touch:
    return Touch(
        op="create",
        type=row.form.type.key,
        tenants=_called(ground, row, "tenancy.tenant", "tenant"),
        sites=_called(ground, row, "dcim.site", "site", "scope"),
    )


def _called(ground: Ground, row: Row, type_: str, *fields: str) -> tuple[str, ...]:
    """Return name and slug of the object of a type that one of the fields points at."""
    for name in fields:
        value = row.values.get(name)
        if value and value.record is not None and value.type == type_:
            record: dict[str, Any] = ground.record(type_, int(value.data))
            return tuple(str(record[key]) for key in ("name", "slug") if record.get(key))
    return ()
