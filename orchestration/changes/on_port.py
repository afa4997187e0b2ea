"""The port that an address goes to: named by its device, by its place ("the first interface"), or asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.changes.missing import Missing
from orchestration.changes.values import UNCHANGED
from orchestration.errors import Invalid, NotUnderstood
from orchestration.language.intent import Ask, Assignment, Selection, leaf, select
from orchestration.ports import Finder

ADDRESS = "ipam.ipaddress"
# What holds ports: the field that names it, its type, and the type of its ports.
_HOLDERS = {
    "device": ("dcim.device", "dcim.interface"),
    "virtual_machine": ("virtualization.virtualmachine", "virtualization.vminterface"),
}
_PORT = "interface"
_MOST = 500
_OFFERED = 12


def on_port(ask: Ask, find: Finder) -> Ask:
    """Return an ask about an address with the one port that it goes to; another ask as it is.

    Args:
        ask: what is wanted.
        find: finds the objects of a selection.

    Raises:
        Missing: the device is said, and it has several ports.
        Invalid: it has none, or not so many.
        NotFound, Ambiguous: the device is not there, or there are several of the name.
    """
    holder = next((each for each in ask.values if each.field in _HOLDERS), None)
    if holder is None or ask.selection is None or ask.selection.type != ADDRESS:
        return ask
    said = next((each for each in ask.values if each.field == _PORT), None)
    named = said.selection if said is not None else None
    if named is not None and named.where:
        return ask
    owner = holder.selection or select(names=[holder.text or ""])
    kind, ports = _HOLDERS[holder.field]
    owner = owner.model_copy(update={"type": kind})
    if named is not None:
        port = named.model_copy(update={"type": ports, "where": [leaf(holder.field, "eq", selection=owner)]})
    else:
        port = _placed(said.text if said is not None else None, ports, holder.field, owner, find)
    rest = [each for each in ask.values if each is not holder and each is not said]
    return ask.model_copy(
        update={"values": [*rest, Assignment(field="assigned_object", text=None, selection=port, add="set")]}
    )


def _placed(place: str | None, ports: str, field: str, owner: Selection, find: Finder) -> Selection:
    """Return the port at a place among those of its device; where none is said, its only one."""
    where = [leaf(field, "eq", selection=owner)]
    found = find(select(ports, where=where), ("id", "display", "name"), _MOST)
    whose = " ".join(owner.names) or "it"
    if not found:
        raise Invalid(f"{whose} has no interface.", advice=UNCHANGED)
    if place is None and len(found) > 1:
        raise _which(whose, found)
    at = int(place or 1)
    if abs(at) > len(found):
        raise Invalid(f"{whose} has only {len(found)} interfaces.", advice=UNCHANGED)
    record = found[at - 1 if at > 0 else at]
    return select(ports, where=[leaf("id", "eq", [str(record["id"])])])


def _which(whose: str, found: Sequence[Mapping[str, Any]]) -> NotUnderstood:
    names = tuple(str(each["name"]) for each in found)
    told = f"Which interface of {whose}? It has {len(names)}."
    return Missing(_PORT, "interface", told, values=names[:_OFFERED], kind="IP address")


def not_there_yet(ask: Ask, missing: str) -> Ask | None:
    """Return the ask to make the address that is to be given to a port, for one that NetBox has not; None for any other ask.

    Args:
        ask: to change something.
        missing: the name that nothing has.
    """
    selection = ask.selection
    if selection is None or selection.type != ADDRESS or selection.names != [missing] or selection.refers is not None:
        return None
    if ask.want != "update" or not any(each.field in {*_HOLDERS, _PORT, "assigned_object"} for each in ask.values):
        return None
    if any(each.field != "vrf" or each.op != "eq" or len(each.values) != 1 for each in selection.where):
        return None
    vrfs = [Assignment(field="vrf", text=each.values[0], selection=None, add="set") for each in selection.where]
    made = selection.model_copy(update={"where": []})
    return ask.model_copy(update={"want": "create", "selection": made, "values": [*vrfs, *ask.values]})
