"""Values that no field stands before: "in rack R1", "planned", "VLAN 110", "10.0.0.0/24"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.language.grammar import linking, measures, scales, spelling
from orchestration.language.grammar.draft import types_of
from orchestration.language.intent import leaf, select
from orchestration.language.spans import Item

if TYPE_CHECKING:
    from orchestration.language.grammar.assigning import Assigner


# A component is told by where it is: a port of a device.
_PORTS = ("dcim.interface", "virtualization.vminterface")
_PARTS = (*_PORTS, "dcim.frontport", "dcim.rearport", "dcim.poweroutlet", "dcim.powerport", "dcim.consoleport")
# Which fields a bare figure fills, by its kind.
_BY_FIGURE = {
    "prefix": ("prefix",),
    "address": ("address", "start_address"),
    "rd": ("rd",),
    "asn": ("asn",),
    "units": ("u_height",),
    "unit": ("position",),
    "mac": ("mac_address",),
    "dns": ("dns_name",),
    "mail": ("email",),
}


def typed(assigner: Assigner, at: int) -> int:
    """Take "in rack R1", "VLAN group Floors", "site Akron"."""
    item = assigner.items[at]
    if not item.kinds or item.quoted:
        return 0
    following = assigner.item(at + 1)
    if following is None or item.after.strip(":-"):
        return 0
    for target in item.kinds:
        name = assigner.relation_to(target)
        hits = tuple(hit for hit in following.hits if hit.type == target)
        linked = bool(assigner.link) or not assigner.creating
        if name is None or not (
            hits
            or following.quoted
            or (linked and not following.known)
            or (linked and following.figure and not following.hits)
        ):
            continue
        if target in _PARTS and not hits:
            return 1 + _part(assigner, name, target, at + 1)
        taken, text = (1, following.text) if hits else spelling.free_text(assigner, at + 1, names=True)
        assigner.ground(text, hits, target)
        assigner.assign(name, text)
        return 1 + taken
    return 0


def port_at(assigner: Assigner, at: int) -> int:
    """Take "its first interface": a port by its place among those of its device."""
    word, following = assigner.items[at].role("ordinal"), assigner.item(at + 1)
    if word is None or following is None or not set(_PORTS).intersection(following.kinds):
        return 0
    if "assigned_object" not in assigner.about.fields:
        return 0
    assigner.assign("interface", word.value)
    return 2


def _part(assigner: Assigner, name: str, target: str, at: int) -> int:
    """Take "GigabitEthernet0 on switch-1": a part of a device."""
    part, joint, owner = assigner.items[at], assigner.item(at + 1), assigner.item(at + 2)
    where = []
    taken = 1
    if joint is not None and owner is not None and joint.role("in"):
        own = types_of(owner.hits)
        for type_, link in (("dcim.device", "device"), ("virtualization.virtualmachine", "virtual_machine")):
            if type_ in own:
                where, taken = [leaf(link, "eq", [owner.text])], 3
                assigner.grounds[owner.text] = own[type_]
                target = "virtualization.vminterface" if link == "virtual_machine" else target
                break
    assigner.assign(name, None, select(target, names=[part.text], where=where))
    return taken


def name_of_thing(assigner: Assigner, at: int) -> bool:
    """Take a name of something that is there as what the object points at."""
    item = assigner.items[at]
    if item.quoted or not item.hits:
        return False
    if assigner.creating and not assigner.named and _own_name(assigner, at):
        return False
    options = []
    for type_, hits in types_of(item.hits).items():
        name = assigner.relation_to(type_)
        if name is not None and not any(each.field == name for each in assigner.values):
            price = (
                linking.rank(type_)
                + (0.0 if hits[0].score == 1.0 else 0.6)
                - (0.3 if name in assigner.about.fields else 0.0)
            )
            options.append((price, name, hits))
    if not options:
        return False
    _, name, hits = min(options, key=lambda each: each[0])
    kept = tuple(hit for hit in hits if hit.score == hits[0].score)
    assigner.ground(item.text, kept, kept[0].type)
    assigner.assign(name, item.text)
    return True


def _own_name(assigner: Assigner, at: int) -> bool:
    """Say whether a known name is the new object's own: the first word, or the first behind its number, when no connector stands before it."""
    if assigner.link or any(item.figure is None or item.hits for item in assigner.items[:at]):
        return False
    hits = assigner.items[at].hits
    if at == 0 and any(hit.score == 1.0 and hit.type == assigner.kind for hit in hits):
        # It is there already, which is told; it is nothing that the new one points at.
        return True
    return assigner.items[at].size == 1 and not any(hit.score == 1.0 and assigner.relation_to(hit.type) for hit in hits)


def value(assigner: Assigner, item: Item) -> bool:
    """Take a choice that stands by itself: "planned", "cat6", "facing rear"."""
    if item.quoted or not item.value:
        return False
    meant = assigner.mind.catalogue.value_words(assigner.kind).get(item.norm, ())
    fitting = [
        (name, values)
        for name, values in meant
        if name in assigner.about.fields and assigner.about.fields[name].writable and len(values) == 1
    ]
    if not fitting or (
        assigner.named is False
        and assigner.creating
        and item.text[:1].isupper()
        and not item.hits
        and len(item.norm) < 3
    ):
        return False
    name, values = min(fitting, key=lambda each: each[0] != "status")
    if any(each.field == name for each in assigner.values):
        return False
    assigner.assign(name, values[0])
    return True


def figure(assigner: Assigner, at: int) -> int:
    """Take a number, a network or an address as the field that it fills; says how many items it took, 0 where it fills none."""
    item = assigner.items[at]
    figure = item.figure
    if figure is None or item.quoted:
        return 0
    fields = assigner.about.fields
    following = assigner.item(at + 1)
    if figure.kind == "number" and not item.hits:
        unit = figure.word or (following.norm if following is not None and not item.after else "")
        for name in measures.UNITS.get(unit, ()):
            if name in fields:
                assigner.assign(name, scales.scaled(figure.low, unit, name))
                return 1 if figure.word else 2
    if (
        figure.kind in ("number", "range")
        and "vid" in fields
        and not any(each.field == "vid" for each in assigner.values)
        and not assigner.link
    ):
        span, text = spelling.ranged(assigner, at)
        assigner.assign("vid", text or figure.low)
        return span or 1
    if figure.kind in ("number", "asn") and assigner.kind == "ipam.asn":
        assigner.assign("asn", figure.low)
        return 1
    if figure.kind in ("address", "prefix") and assigner.kind == "ipam.iprange":
        return spelling.between(assigner, at)
    if figure.kind == "port" and (link := assigner.relation_to(_PORTS[0])):
        return _part(assigner, link, _PORTS[0], at)
    for name in _BY_FIGURE.get(figure.kind, ()):
        if name in fields and not any(each.field == name for each in assigner.values):
            assigner.assign(name, figure.low)
            return 1
    return 0
