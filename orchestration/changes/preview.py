"""What a change looks like to people: every field, old and new, what was derived and from what."""

from collections import Counter
from collections.abc import Sequence

from orchestration.changes.row import Row
from orchestration.messages import Change, Changes, FieldChange

# What tells best where objects are, or are to be, best first.
_WHERE = ("site", "scope", "group", "rack", "cluster", "device", "vrf")
_BELONGS = ("site", "vrf", "tenant")
_DONE = {"create": "created", "update": "updated", "delete": "deleted"}
_FATES = {
    "goes": "deleted with it",
    "stays": "kept, without it",
    "opens": "kept, with an open end",
    "keeps": "in the way",
}
NONE = "none"


def changes_of(rows: Sequence[Row]) -> Changes:
    """Return what a change looks like in a preview."""
    return Changes(title=f"{_told(rows)}?", changes=tuple(map(_change, rows)))


def done_of(rows: Sequence[Row]) -> str:
    """Return what is said once it is done: "Created 1 rack role and updated 2 racks in a site."."""
    return f"{_told(rows, done=True)}."


def button_of(rows: Sequence[Row]) -> str:
    """Return what the button that confirms it says: verb and object."""
    if len(rows) == 1:
        return f"{rows[0].wish.op.capitalize()} {rows[0].short}"[:75]
    parts = [f"{op} {counted(some)}" for op, some in _by_verb(rows)]
    return _capital(listed(parts))[:75]


def counted(rows: Sequence[Row]) -> str:
    """Return how many objects of which kinds: "5 VLANs", "1 location and 1 rack"."""
    kinds = Counter(row.form.type.key for row in rows)
    types = {row.form.type.key: row.form.type for row in rows}
    parts = [f"{number} {types[key].singular if number == 1 else types[key].plural}" for key, number in kinds.items()]
    return listed(parts)


def listed(parts: Sequence[str]) -> str:
    """Return words as a list in a sentence: "name, type and site"."""
    return " and ".join(parts) if len(parts) < 3 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def where(rows: Sequence[Row]) -> str:
    """Return where they all are, or are to be: " in <a site>"; empty where they have no such thing in common."""
    for name in _WHERE:
        held = [(row.values if row.there is None else row.before).get(name) for row in rows]
        shown = {value.shown if value and value.type else "" for value in held}
        if len(shown) == 1 and (place := shown.pop()):
            return f" in {place}"
    return ""


def _told(rows: Sequence[Row], *, done: bool = False) -> str:
    parts = []
    for op, some in _by_verb(rows):
        verb = _DONE[op] if done else op
        # What is there has a name to call it by; what is new is told by its fields.
        one = len(some) == 1 and some[0].there is not None
        parts.append(f"{verb} {some[0].title if one else f'{counted(some)}{where(some)}'}")
    return _capital(listed(parts))


def _by_verb(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    ops = dict.fromkeys(row.wish.op for row in rows)
    return [(op, [row for row in rows if row.wish.op == op]) for op in ops]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _change(row: Row) -> Change:
    match row.wish.op:
        case "update":
            fields = _changed(row)
        case "delete":
            fields = _gone(row)
        case _:
            fields = _new(row)
    return Change(op=row.wish.op, type=row.form.type.key, id=row.wish.id, title=row.title, fields=fields)


def _new(row: Row) -> tuple[FieldChange, ...]:
    fields = [
        FieldChange(field=slot.name, label=slot.label, new=value.shown or NONE, value=value.bare, source=value.source)
        for slot, value in row.slots()
    ]
    # Where it belongs is shown even if nowhere: nobody wonders later why there is no tenant.
    empty = [
        FieldChange(field=name, label=row.form.slots[name].label, new=NONE)
        for name in _BELONGS
        if name in row.form.slots and name not in row.values
    ]
    return (*fields, *empty)


def _changed(row: Row) -> tuple[FieldChange, ...]:
    fields = []
    for name in row.changed:
        old, new = row.before.get(name), row.values.get(name)
        fields.append(
            FieldChange(
                field=name,
                label=row.form.slots[name].label,
                old=old.shown if old else NONE,
                new=new.shown if new and new.shown else NONE,
                value=new.bare if new else None,
                source=new.source if new else row.reasons.get(name, ""),
            )
        )
    return tuple(fields)


def _gone(row: Row) -> tuple[FieldChange, ...]:
    """Return what tells an object that is to be deleted from others, then what hangs on it."""
    about = row.form.type
    facts = [
        FieldChange(field=name, label=row.form.slots[name].label, new=value.shown, value=value.bare)
        for name in dict.fromkeys((*about.columns, *about.facts))
        if name != about.name_field and name in row.form.slots and (value := row.before.get(name)) is not None
    ]
    hanging = [
        FieldChange(
            field=each.type.key,
            label=_capital(each.type.plural),
            old=str(own) if own is not None else f"{each.total} of all these",
            new=_FATES[each.fate],
        )
        for each, own in row.hanging
        if own is None or own
    ]
    nothing = FieldChange(field="dependants", label="Hangs on it", new="nothing", value=0)
    return (*facts, *(hanging or [nothing]))
