"""What NetBox's models demand and OPTIONS does not tell; drawn from NetBox 4.7.3 by `tests/changes/draw_rules.py`."""

import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Unique:
    """Fields of which no two objects of a type may have the same values.

    Args:
        fields: their names; a generic relation by its own name ("scope").
        folded: those compared without regard to case.
        empty_counts: two empty values are the same; else an empty one differs from all.
    """

    fields: tuple[str, ...]
    folded: frozenset[str] = frozenset()
    empty_counts: bool = False


@dataclass(frozen=True, slots=True)
class Pointer:
    """A relation that may point at objects of several types, written as two fields.

    Args:
        name: what NetBox calls it when it shows it: "scope".
        type_field, id_field: the fields that are written: "scope_type", "scope_id".
        to: keys of the types it may point at; empty for nearly any.
    """

    name: str
    type_field: str
    id_field: str
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hangs:
    """What points at objects of a type.

    Args:
        type: the type that points.
        field: by which field.
        fate: what becomes of it when the object is deleted: it goes too, stays without it, keeps it from going, or is left with an open end.
    """

    type: str
    field: str
    fate: Literal["goes", "stays", "keeps", "opens"]


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one type.

    Args:
        defaults: what NetBox puts where a create leaves a field out.
        unique: what must be unique; the last ones NetBox would let pass, and nobody wants them twice.
        pointers: its generic relations, by name.
        hangs: what points at it.
    """

    defaults: dict[str, Any] = field(default_factory=dict)
    unique: tuple[Unique, ...] = ()
    pointers: dict[str, Pointer] = field(default_factory=dict)
    hangs: tuple[Hangs, ...] = ()


# NetBox takes these twice (a prefix may be planned anew, a VRF's name may repeat), and a second one is nearly always a slip.
KEPT_APART: dict[str, tuple[Unique, ...]] = {
    "dcim.rack": (Unique(("site", "location", "name"), empty_counts=True),),
    "dcim.virtualchassis": (Unique(("name",)),),
    "ipam.aggregate": (Unique(("prefix",)),),
    "ipam.ipaddress": (Unique(("vrf", "address"), empty_counts=True),),
    "ipam.iprange": (Unique(("vrf", "start_address", "end_address"), empty_counts=True),),
    "ipam.prefix": (Unique(("vrf", "prefix"), empty_counts=True),),
    "ipam.service": (Unique(("parent", "name")),),
    "ipam.vlan": (Unique(("site", "group", "vid"), empty_counts=True),),
    "ipam.vrf": (Unique(("name",)),),
    "tenancy.contact": (Unique(("name",)),),
    "virtualization.cluster": (Unique(("group", "name"), empty_counts=True),),
}

# Addresses with these roles are on several interfaces on purpose.
SHARED_ROLES = frozenset({"anycast", "vip", "vrrp", "hsrp", "glbp", "carp"})


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(files(__package__).joinpath("rules.json").read_text(encoding="utf-8"))["types"]
    return table


@cache
def rules_of(type_: str) -> Rules:
    """Return the rules of a type; none for one that the table does not know, such as a plugin's."""
    about = _table().get(type_, {})
    pointers = {
        name: Pointer(name, each["type"], each["id"], tuple(each["to"]))
        for name, each in about.get("points", {}).items()
    }
    written = {each.type_field: each.name for each in pointers.values()}
    unique = tuple(
        Unique(
            tuple(dict.fromkeys(written.get(name, name) for name in each["fields"] if name not in _ids(pointers))),
            frozenset(each.get("folded", ())),
            each.get("empty_counts", False),
        )
        for each in about.get("unique", ())
    )
    hangs = tuple(Hangs(*each) for each in about.get("hangs", ()))
    return Rules(about.get("defaults", {}), (*unique, *KEPT_APART.get(type_, ())), pointers, hangs)


def _ids(pointers: dict[str, Pointer]) -> set[str]:
    return {each.id_field for each in pointers.values()}
