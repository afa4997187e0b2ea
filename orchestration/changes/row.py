"""A row: one object while its making, change or removal is being drafted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from orchestration.changes.form import Form, Slot
from orchestration.changes.hanging import Hanging
from orchestration.changes.proposal import awaited
from orchestration.changes.values import Value
from orchestration.changes.wish import Wish

_SHORT = 60
# An IP range is called by both of its ends.
_ENDS = ("end_address",)
# Fields by which a part points at its whole.
_WHOLES = frozenset(("device", "virtual_machine", "circuit", "device_type", "module_type", "power_panel", "rack"))


@dataclass(slots=True)
class Row:
    """One object while its making, change or removal is being drafted.

    Args:
        wish: what was asked for.
        form: what a write of its type takes.
        values: what its fields will be, by slot.
        there: the object as it is now; None where it is to be created.
        before: what its fields are now, by slot.
        hanging: of one that is to be deleted: what hangs on it, and how much of that on it alone; None where NetBox does not tell.
        reasons: why a field is emptied that nobody asked to empty, by slot.
    """

    wish: Wish
    form: Form
    values: dict[str, Value] = field(default_factory=dict)
    there: Mapping[str, Any] | None = None
    before: Mapping[str, Value] = field(default_factory=dict)
    hanging: tuple[tuple[Hanging, int | None], ...] = ()
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is called, or will be; empty where it has no name."""
        values = self.values if self.there is None else self.before
        shown = [values[each].shown for each in (self.form.type.name_field, *_ENDS) if each in values]
        if not shown and self.there is not None:
            return str(self.there.get(self.form.type.name_field) or self.there["display"])
        return "-".join(shown)

    @property
    def title(self) -> str:
        """What to call it in a preview: 'VLAN 110 "Cameras"', "interface Gi1/0/1 of switch-1"."""
        kind, vid = self.form.type.singular, self._vid
        if vid:
            return f'{kind} {vid} "{self.name}"{self._within}'
        return f"{kind} {self.name}{self._within}" if self.name else f"{kind} (unnamed)"

    @property
    def short(self) -> str:
        """What to call it on a button: "VLAN 110"."""
        name = self._vid or self.name
        shown = name if len(name) <= _SHORT else f"{name[: _SHORT - 1]}…"
        return f"{self.form.type.singular} {shown}".strip()

    @property
    def changed(self) -> tuple[str, ...]:
        """The slots whose values will be others than they are, the name first, then in NetBox's order."""
        first = self.form.type.name_field
        order = sorted(self.form.slots, key=lambda name: name != first)
        return tuple(
            name for name in order if not _alike(self.form.slots[name], self.before.get(name), self.values.get(name))
        )

    def empty(self, name: str, reason: str) -> None:
        """Leave a field empty, for a reason other than that somebody said so."""
        if self.values.pop(name, None) is not None:
            self.reasons[name] = reason

    def slots(self) -> list[tuple[Slot, Value]]:
        """Return the fields that have values, the name first, then in NetBox's order."""
        first = self.form.type.name_field
        order = sorted(self.form.slots, key=lambda name: name != first)
        return [(self.form.slots[name], self.values[name]) for name in order if name in self.values]

    def data(self) -> dict[str, Any]:
        """Return the fields as NetBox takes them: of a new object all that have values, of one that is there what changes."""
        data: dict[str, Any] = {}
        for name in self.changed:
            slot, value = self.form.slots[name], self.values.get(name)
            held = _empty(slot) if value is None else value.data
            if slot.pointer:
                data[slot.pointer.type_field], data[slot.pointer.id_field] = (value.type if value else None), held
            elif slot.custom:
                data.setdefault("custom_fields", {})[slot.name.removeprefix("cf_")] = held
            else:
                data[slot.name] = held
        return data

    def key(self, name: str) -> Any:
        """Return what identifies a field's value, for comparing rows with rows; None where it is empty."""
        value = self.values.get(name)
        if value is None or value.data in ("", None):
            return None
        if awaited(value.data):
            return ("coming", *awaited(value.data))
        return (value.type, value.data) if value.type and self.form.slots[name].pointer else value.data

    @property
    def _vid(self) -> str:
        vid = (self.values if self.there is None else self.before).get("vid")
        return vid.shown if vid and self.form.type.key == "ipam.vlan" else ""

    @property
    def _within(self) -> str:
        """What it is part of: " of switch-1"; only of what is there, as a new object shows that among its fields."""
        around = (self.there or {}).get(self.form.type.within or "")
        if not isinstance(around, dict) or "display" not in around:
            return ""
        return f" {'of' if self.form.type.within in _WHOLES else 'in'} {around['display']}"


def _alike(slot: Slot, one: Value | None, other: Value | None) -> bool:
    if one is None or other is None:
        return one is other
    if slot.kind in ("tags", "relations") and isinstance(one.data, list) and isinstance(other.data, list):
        return sorted(map(str, one.data)) == sorted(map(str, other.data))
    return (one.type, one.data) == (other.type, other.data) if slot.pointer else bool(one.data == other.data)


def _empty(slot: Slot) -> Any:
    """Return what NetBox takes for nothing."""
    if slot.kind in ("tags", "relations") or slot.many:
        return []
    return None if slot.nullable else ""
