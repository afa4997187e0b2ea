"""Custom fields as this NetBox has them: no table of facts knows them, so its own definitions tell what they hold.

https://netboxlabs.com/docs/netbox/customization/custom-fields/
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from orchestration.catalogue.denied import denied_field
from orchestration.catalogue.types import Field, FieldKind, Filter, Meant, ObjectType
from orchestration.errors import NotAllowed, NotOffered
from orchestration.ports import Inventory, Query

_FIELDS, _SETS = "extras.customfield", "extras.customfieldchoiceset"
# A set of more choices than this is no vocabulary; its fields are compared as texts.
MOST_CHOICES = 200
_KINDS: Mapping[str, FieldKind] = {
    "integer": "integer",
    "decimal": "decimal",
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
    "select": "choice",
    "multiselect": "choice",
    "json": "json",
}
_COMPARED = frozenset(("gt", "gte", "lt", "lte"))


@dataclass(frozen=True, slots=True)
class Custom:
    """A custom field.

    Args:
        name: NetBox's, without "cf_".
        label: what it is called.
        kind: what its values are; what points at other objects is compared by their names.
        types: keys of the types that have it.
        choices: (value, label) pairs.
        filtered: whether NetBox filters by it.
    """

    name: str
    label: str
    kind: FieldKind
    types: tuple[str, ...]
    choices: tuple[tuple[str, str], ...] = ()
    filtered: bool = True

    def kept(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)


def custom_of(kept: Mapping[str, Any]) -> Custom:
    """Return a custom field from its JSON."""
    pairs = tuple((value, label) for value, label in kept["choices"])
    return Custom(**{**kept, "types": tuple(kept["types"]), "choices": pairs})


def read_customs(inventory: Inventory) -> list[Custom]:
    """Return the custom fields of a NetBox; none where this identity may not see their definitions.

    Raises:
        NetBoxUnavailable: NetBox is away.
    """
    try:
        rows = inventory.list(Query(type=_FIELDS, limit=1000, fresh=True)).rows
        sets = {row["choice_set"]["id"] for row in rows if row.get("choice_set")}
        choices = _choices(inventory, sets) if sets else {}
    except (NotAllowed, NotOffered):
        return []
    return [_read(row, choices) for row in rows]


def _choices(inventory: Inventory, ids: set[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    params = tuple(("id", str(each)) for each in sorted(ids))
    rows = inventory.list(Query(type=_SETS, params=params, fields=("id", "extra_choices"), limit=1000, fresh=True)).rows
    return {
        row["id"]: tuple((str(value), str(label)) for value, label in row.get("extra_choices") or ()) for row in rows
    }


def _read(row: Mapping[str, Any], sets: Mapping[int, tuple[tuple[str, str], ...]]) -> Custom:
    choices = sets.get((row.get("choice_set") or {}).get("id", 0), ())
    kind = _KINDS.get(row["type"]["value"], "string")
    if kind == "choice" and not 0 < len(choices) <= MOST_CHOICES:
        kind, choices = "string", ()
    return Custom(
        name=row["name"],
        label=row.get("label") or row["name"].replace("_", " ").capitalize(),
        kind=kind,
        types=tuple(row.get("object_types") or ()),
        choices=choices,
        filtered=(row.get("filter_logic") or {}).get("value") != "disabled",
    )


def with_customs(about: ObjectType, customs: Sequence[Custom]) -> ObjectType:
    """Return a type with its custom fields among its fields, as "cf_<name>"; its own words go before theirs.

    They are shown within `custom_fields`, not by themselves, and what is never shown is left out.
    """
    mine = [each for each in customs if about.key in each.types and not denied_field(about.key, each.name)]
    if not mine or "custom_fields" not in about.fields:
        return about
    fields = {
        f"cf_{each.name}": Field(
            name=f"cf_{each.name}",
            label=each.label,
            kind=each.kind,
            choices=each.choices,
            nullable=True,
            readable=False,
            words=(each.name.replace("_", " "),),
        )
        for each in mine
    }
    filters = {each.name: each for custom in mine if (each := _filter(custom)) is not None}
    words: dict[str, tuple[Meant, ...]] = {
        each.label.lower(): ((f"cf_{each.name}", ("true",)),) for each in mine if each.kind == "boolean"
    }
    return replace(
        about,
        fields={**about.fields, **fields},
        filters={**about.filters, **filters},
        value_words={**words, **about.value_words},
    )


def _filter(custom: Custom) -> Filter | None:
    """Return NetBox's filter by a custom field, where what it finds is just what is asked for.

    Texts are found by a part of them or as a whole, as the field is set; what is empty is neither this nor not this.
    """
    if not custom.filtered or custom.kind in ("string", "json", "boolean"):
        return None
    lookups = frozenset() if custom.kind == "choice" else _COMPARED
    return Filter(f"cf_{custom.name}", custom.kind, lookups)
