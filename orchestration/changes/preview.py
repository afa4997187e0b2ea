"""What a change looks like to people: every field, what was derived and from what."""

from collections import Counter
from collections.abc import Sequence

from orchestration.changes.row import Row
from orchestration.messages import Change, Changes, FieldChange

# What tells best where new objects are to be, best first.
_WHERE = ("site", "scope", "group", "rack", "cluster", "device", "vrf")
_BELONGS = ("site", "vrf", "tenant")
NONE = "none"


def changes_of(rows: Sequence[Row]) -> Changes:
    """Return what new objects look like in a preview."""
    return Changes(title=f"Create {counted(rows)}{where(rows)}?", changes=tuple(map(_change, rows)))


def button_of(rows: Sequence[Row]) -> str:
    """Return what the button that confirms it says: verb and object."""
    return f"Create {rows[0].short if len(rows) == 1 else counted(rows)}"[:75]


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
    """Return where they all are to be: " in <a site>"; empty where they have no such thing in common."""
    for name in _WHERE:
        shown = {row.values[name].shown if name in row.values and row.values[name].type else "" for row in rows}
        if len(shown) == 1 and (place := shown.pop()):
            return f" in {place}"
    return ""


def _change(row: Row) -> Change:
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
    return Change(op="create", type=row.form.type.key, title=row.title, fields=(*fields, *empty))
