"""A row: one new object while it is being drafted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from orchestration.changes.form import Form, Slot
from orchestration.changes.proposal import awaited
from orchestration.changes.values import Value
from orchestration.changes.wish import Wish

_SHORT = 60
# An IP range is called by both of its ends.
_ENDS = ("end_address",)


@dataclass(slots=True)
class Row:
    """One new object while it is being drafted.

    Args:
        wish: what was asked for.
        form: what a create of its type takes.
        values: what its fields will be, by slot.
    """

    wish: Wish
    form: Form
    values: dict[str, Value] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it will be called; empty where it has no name."""
        shown = [self.values[each].shown for each in (self.form.type.name_field, *_ENDS) if each in self.values]
        return "-".join(shown)

    @property
    def title(self) -> str:
        """What to call it in a preview: 'VLAN 110 "Cameras"'."""
        kind = self.form.type.singular
        vid = self.values.get("vid")
        if self.form.type.key == "ipam.vlan" and vid:
            return f'{kind} {vid.shown} "{self.name}"'
        return f"{kind} {self.name}" if self.name else f"{kind} (unnamed)"

    @property
    def short(self) -> str:
        """What to call it on a button: "VLAN 110"."""
        vid = self.values.get("vid")
        name = vid.shown if self.form.type.key == "ipam.vlan" and vid else self.name
        shown = name if len(name) <= _SHORT else f"{name[: _SHORT - 1]}…"
        return f"{self.form.type.singular} {shown}".strip()

    def slots(self) -> list[tuple[Slot, Value]]:
        """Return the fields that have values, the name first, then in NetBox's order."""
        first = self.form.type.name_field
        order = sorted(self.form.slots, key=lambda name: name != first)
        return [(self.form.slots[name], self.values[name]) for name in order if name in self.values]

    def data(self) -> dict[str, Any]:
        """Return the fields as NetBox takes them."""
        data: dict[str, Any] = {}
        for slot, value in self.slots():
            if slot.pointer:
                data[slot.pointer.type_field], data[slot.pointer.id_field] = value.type, value.data
            elif slot.custom:
                data.setdefault("custom_fields", {})[slot.name.removeprefix("cf_")] = value.data
            else:
                data[slot.name] = value.data
        return data

    def key(self, name: str) -> Any:
        """Return what identifies a field's value, for comparing rows with rows; None where it is empty."""
        value = self.values.get(name)
        if value is None or value.data in ("", None):
            return None
        if awaited(value.data):
            return ("coming", *awaited(value.data))
        return (value.type, value.data) if value.type and self.form.slots[name].pointer else value.data

    def related(self) -> Mapping[str, Value]:
        """Return the relations to objects that are there, by slot."""
        return {name: value for name, value in self.values.items() if value.record is not None}
