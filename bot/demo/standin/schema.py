"""The table of types: what a real NetBox 4.7.3 says of its object types, read from `types.json.gz`.

The file is drawn by `tests/demo/describe_netbox.py` from NetBox's own serializers, filter sets and models.
"""

import gzip
import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

# The fields an object is shown with inside another: a name, or a name with the fields that it shows in turn, () for a bare id.
Shown = tuple["str | tuple[str, Shown]", ...]
# Kinds of fields that are worked out when an object is shown, and never kept with it.
WORKED_OUT = frozenset({"url", "page", "computed", "count", "counter", "annotated", "generic", "terminations"})
# Read-only fields of a kept kind that follow from other objects all the same.
FOLLOWING = frozenset(
    {
        *("cable", "cable_end", "primary_ip", "termination_a", "termination_z", "wireless_link", "l2vpn_termination"),
        *("count_ipaddresses", "count_fhrp_groups", "family", "children", "_depth", "size", "_occupied", "is_primary"),
        *("is_bay_compatible", "is_module_compatible", "total_vlan_ids", "utilization", "choices_count", "asn_count"),
        *("allocated_vcpus", "allocated_memory", "allocated_disk", "user_count", "action_is_available"),
    }
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an object type as the API shows it.

    Args:
        name: its name in the API.
        kind: our word for how it is stored, shown and checked.
        info: what OPTIONS says of it, but for choices and nested fields.
        to: the object type it refers to.
        nested: the fields a referred object is shown with; empty where that type's own brief fields are meant.
        of: the type and field that a counter counts, or the two fields of a generic relation.
        path: steps to the objects it shows, for a relation that is kept at the other end.
        limit: object types it accepts, None for all.
        follows: whether its value follows from other objects.
        on_delete: what becomes of the object when the referred one is deleted.
    """

    name: str
    kind: str
    info: dict[str, Any]
    to: str = ""
    nested: Shown = ()
    of: tuple[str, str] = ("", "")
    path: tuple[tuple[str, ...], ...] = ()
    choices: tuple[tuple[Any, str], ...] = ()
    limit: tuple[str, ...] | None = None
    null: bool = False
    blank: bool = False
    default: Any = None
    write_only: bool = False
    unique: str = ""
    pattern: tuple[str, str] = ("", "")
    on_delete: str = ""
    one: bool = False
    natural: bool = False
    child: bool = False
    follows: bool = False

    @property
    def read_only(self) -> bool:
        """Whether a request cannot set it."""
        return bool(self.info.get("read_only"))

    @property
    def kept(self) -> bool:
        """Whether its value is kept with the object."""
        return not (self.path or self.follows or self.kind in WORKED_OUT)


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of an object type.

    Args:
        kind: the class of the filter in NetBox, which says how its values are read.
        of: the object type its values name; with `key`, by that field instead of by id.
        all: every value must match, not any.
        lookup: how a value is held against the field, "" for equality.
        path: steps from the type to the one that holds the field `leaf`.
        lookups: suffixes it is also known with, such as "ic" for `name__ic`.
        present: paths of which one leads to something, for a filter that asks for that.
        method: the name of NetBox's own method, for a filter that is more than a comparison.
    """

    name: str
    kind: str
    of: str = ""
    key: str = ""
    choices: tuple[Any, ...] = ()
    null: str = ""
    all: bool = False
    exclude: bool = False
    lookup: str = ""
    path: tuple[tuple[str, ...], ...] = ()
    leaf: str = ""
    lookups: tuple[str, ...] = ()
    present: tuple[tuple[tuple[tuple[str, ...], ...], str], ...] = ()
    method: str = ""


@dataclass(frozen=True, slots=True)
class Unique:
    """A unique constraint: fields (`~name` in any case), the message, whether nulls are equal, and NetBox's condition."""

    fields: tuple[str, ...]
    message: str
    nulls: bool = False
    condition: str = ""


@dataclass(frozen=True)
class Type:
    """One object type: `name` is "dcim.site", `list` "dcim/sites", `model` "Site"."""

    name: str
    list: str
    model: str
    names: tuple[str, str]
    view: str
    methods: frozenset[str]
    ordering: tuple[str, ...]
    brief: tuple[str, ...]
    fields: dict[str, Field]
    filters: dict[str, Filter]
    search: tuple[tuple[tuple[tuple[str, ...], ...], str, str], ...]
    unique: tuple[Unique, ...]
    log: tuple[str, ...]
    cascade: tuple[tuple[str, str, str], ...]

    @property
    def parent(self) -> Field | None:
        """The field that makes the type a tree, if it is one."""
        parent = self.fields.get("parent")
        return parent if parent is not None and parent.to == self.name else None


@dataclass(frozen=True)
class Schema:
    """All object types, and the rows of core/object-types."""

    version: str
    types: dict[str, Type]
    object_types: tuple[dict[str, Any], ...]
    by_list: dict[str, Type] = field(init=False)
    referring: dict[str, list[tuple[str, Field]]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_list", {about.list: about for about in self.types.values()})
        referring: dict[str, list[tuple[str, Field]]] = {name: [] for name in self.types}
        for name, about in self.types.items():
            for item in about.fields.values():
                if item.kept and item.kind in ("ref", "id of", "refs", "ids", "tags") and item.to in referring:
                    referring[item.to].append((name, item))
        object.__setattr__(self, "referring", referring)


def _frozen(value: Any) -> Any:
    """Return lists as tuples, all the way down."""
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _field(owner: str, name: str, about: dict[str, Any]) -> Field:
    plain = {"info": about["info"], "default": about.get("default")}
    rest = {key: _frozen(value) for key, value in about.items() if key not in plain}
    if about["kind"] == "tags":
        rest["to"] = "extras.tag"
    # Cables are kept as their terminations, so there the fields that elsewhere follow from them are the facts.
    follows = name in FOLLOWING and bool(about["info"].get("read_only")) and owner != "dcim.cabletermination"
    # An interface's MAC address is that of its primary MAC address object; writing it makes one.
    # The single protocol of a service and its ports are read out of its port mappings.
    follows = follows or (owner.startswith("ipam.service") and name in ("protocol", "ports"))
    if name == "mac_address" and owner != "dcim.macaddress":
        follows, rest["kind"] = True, "mac"
    return Field(name=name, follows=follows, **plain, **rest)


@cache
def load_schema() -> Schema:
    """Read the table of types; done once a process."""
    data = json.loads(gzip.decompress(files(__package__).joinpath("types.json.gz").read_bytes()))
    types = {}
    for name, about in data["types"].items():
        about["fields"] = {key: _field(name, key, item) for key, item in about["fields"].items()}
        about["filters"] = {
            key: Filter(name=key, **{part: _frozen(value) for part, value in item.items() if part != "name"})
            for key, item in about["filters"].items()
        }
        about["unique"] = tuple(
            Unique(**{key: _frozen(value) for key, value in item.items()}) for item in about["unique"]
        )
        about["methods"] = frozenset(about["methods"])
        frozen: dict[str, Any] = {
            key: value if isinstance(value, (dict, frozenset)) else _frozen(value) for key, value in about.items()
        }
        types[name] = Type(name=name, **frozen)
    return Schema(version=data["version"], types=types, object_types=tuple(data["object_types"]))
