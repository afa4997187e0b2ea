"""The form of the catalogue's entries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

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
        readable: NetBox shows it; a few fields are only written ("add_tags").
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
    readable: bool = True
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
        multiple: given again with another value, either fits; without, NetBox takes the last alone.
        every: given again with another value, both must fit: tags.
        tree: it takes ids and finds what lies below them too: a region's filter finds the sites of its subregions.
    """

    name: str
    kind: str
    lookups: frozenset[str] = frozenset()
    choices: tuple[str, ...] = ()
    multiple: bool = True
    every: bool = False
    tree: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A way from a type to another, of one of three forms.

    A filter: devices have a site, `site_id` finds a site's devices (`param`). Back: sites have no filter by rack, but racks show
    their site, so that the racks meant tell the sites (`back`). A path: over other links (`path`), where neither is there.

    Args:
        name: what conditions call it: "site", "region", "parent", "racks".
        target: key of the type it leads to; "*" where it may be any type.
        param: the filter that takes the target's objects ("site_id").
        takes: the target's field whose value the filter takes; "prefix" where `parent` takes a network.
        fixed: filters that must go along, on this type with `param`, on the target with `back`: `object_type` with the id of any
            object; "*" stands for the target's key.
        alike: fields that both must have the same: a prefix and its addresses, the VRF (`vrf_id`, "null" for none).
        back: where the target's rows show this type's object: a field ("site" of a rack), or a field and one within it.
        path: names of links to walk one after another from this type: ("interfaces", "vlan") leads from a device to VLANs.
        proof: where each row shows the target's id: a field ("site"), or a field and one within it ("device_type.manufacturer");
            None where rows do not show it, or show what lies below the target.
        words: words that stand before or for it, lower case: "at", "in", "of".
    """

    name: str
    target: str
    param: str | None = None
    takes: str = "id"
    fixed: tuple[tuple[str, str], ...] = ()
    alike: tuple[str, ...] = ()
    back: str | None = None
    path: tuple[str, ...] = ()
    proof: str | None = None
    words: tuple[str, ...] = ()

    def shown(self, row: Mapping[str, Any]) -> frozenset[int] | None:
        """Return the ids of the targets that a row shows for this link; None where rows do not show them."""
        if self.proof is None:
            return None
        first, _, second = self.proof.partition(".")
        values = row.get(first)
        found = values if isinstance(values, list) else [values]
        nested = [each.get(second) if second and isinstance(each, dict) else each for each in found]
        return frozenset(each["id"] for each in nested if isinstance(each, dict))


# Values of one field that a word means: ("status", ("active",)); "100g" means several types of interface.
Meant = tuple[str, tuple[str, ...]]


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
        also_within: the fields that do so where that one is empty (a VLAN's group).
        columns: fields to show in a list, at most six; the first is the name.
        facts: fields to show first when one is inspected.
        indexed: whether its names are kept in the index of names.
        fields, filters, links: by name.
        counters: fields of its record that count other objects: {"device_count": "dcim.device"}.
        filter_words: words for links and filters that are no fields: {"cabled": ("plugged in",), "manufacturer": ("vendor",)}.
        value_words: words that say a value of a field or filter: {"unused": (("occupied", ("false",)),)}.
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
    also_within: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    indexed: bool = False
    fields: Mapping[str, Field] = field(default_factory=dict)
    filters: Mapping[str, Filter] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)
    counters: Mapping[str, str] = field(default_factory=dict)
    filter_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    value_words: Mapping[str, tuple[Meant, ...]] = field(default_factory=dict)
    cache_seconds: int = 300
    changeable: bool = True
