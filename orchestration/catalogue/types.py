"""The form of the catalogue's entries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

FieldKind = Literal[
    "string",
    "integer",
    "decimal",
    "boolean",
    "date",
    "datetime",
    "choice",
    "relation",
    "relations",
    "tags",
    "custom",
    "json",
]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a type.

    Args:
        name: NetBox's name.
        label: the name to show: "Serial number".
        kind: what its values are.
        relation: key of the type it points at ("dcim.site"); None where it points at none, or at several types.
        choices: (value, label) pairs.
        required: a create must have it.
        nullable: it may be empty.
        writable: NetBox takes it in a create or update.
        max_length, minimum, maximum: limits of the value.
        words: further words people use for it, lower case: "s/n", "height".
        unit: the unit to show after a number: "U", "W"; empty for none.
    """

    name: str
    label: str
    kind: FieldKind
    relation: str | None = None
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    nullable: bool = False
    writable: bool = True
    max_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    words: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that NetBox knows on a type's list.

    Args:
        name: the parameter, without look-up.
        kind: string, integer, decimal, boolean, date, datetime, uuid.
        lookups: the look-ups NetBox knows for it ("n", "ic", "gte", ...), without "__".
        choices: the values it takes, where it takes only some.
    """

    name: str
    kind: str
    lookups: frozenset[str] = frozenset()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A way from a type to another: devices have a site; the filter `site_id` finds a site's devices.

    Args:
        name: what conditions call it: "site", "region", "parent".
        target: key of the type it leads to.
        param: the filter that takes ids of the target ("site_id"); None where only a step over another type leads there.
        path: names of links to walk where there is no filter, nearest first: ("site", "region").
        proof: the record's field that must show the target's id in each row ("site"); None where the record does not show it.
        words: words that stand before or for it, lower case: "at", "in", "of".
    """

    name: str
    target: str
    param: str | None = None
    path: tuple[str, ...] = ()
    proof: str | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectType:
    """An object type of NetBox.

    Args:
        key: "dcim.device".
        path: of its list in the API: "dcim/devices".
        singular, plural: as shown: "device", "devices".
        words: further words for it, lower case, singular and plural: "box", "boxes".
        page: of its list in NetBox's own pages, "dcim/devices/".
        name_field: the field that names one ("name", "cid", "model", "prefix", "address").
        also_named: further fields by which people name one ("slug", "asset_tag").
        within: the field that tells apart two of the same name ("site"); None where names are unique.
        columns: fields to show in a list, at most six; the first is the name.
        facts: fields to show first when one is inspected.
        indexed: whether its names are kept in the index of names.
        fields, filters, links: by name.
        counters: fields of its record that count other objects: {"device_count": "dcim.device"}.
        cache_seconds: how long an answer may be kept.
        changeable: whether the bot may propose to change it.
    """

    key: str
    path: str
    singular: str
    plural: str
    page: str
    words: tuple[str, ...] = ()
    name_field: str = "name"
    also_named: tuple[str, ...] = ()
    within: str | None = None
    columns: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    indexed: bool = False
    fields: Mapping[str, Field] = field(default_factory=dict)
    filters: Mapping[str, Filter] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)
    counters: Mapping[str, str] = field(default_factory=dict)
    cache_seconds: int = 300
    changeable: bool = True


class Catalogue:
    """All object types, found by key or by path.

    Args:
        types: the entries.
    """

    def __init__(self, types: tuple[ObjectType, ...]) -> None:
        self._by_key = {each.key: each for each in types}
        self._by_path = {each.path: each for each in types}

    def __iter__(self) -> Iterator[ObjectType]:
        return iter(self._by_key.values())

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def __getitem__(self, key: str) -> ObjectType:
        return self._by_key[key]

    def at(self, path: str) -> ObjectType | None:
        """Return the type whose list lives at a path ("dcim/sites"), or None."""
        return self._by_path.get(path)
