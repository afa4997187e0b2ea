"""Custom fields, as this NetBox has them: found at run time, filled in like any other field."""

from typing import Any

from orchestration.catalogue.catalogue import Catalogue
from orchestration.changes.form import Slot
from orchestration.errors import NotAllowed
from orchestration.ports import Inventory, Query

_FIELDS, _SETS = "extras.customfield", "extras.customfieldchoiceset"
_KINDS = {
    "integer": "integer",
    "decimal": "decimal",
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
    "object": "relation",
}


def custom_slots(inventory: Inventory, catalogue: Catalogue, type_: str) -> dict[str, Slot]:
    """Return the custom fields of a type as slots, by "cf_<name>".

    Args:
        inventory: NetBox; definitions may come from its cache.
        catalogue: all object types.
        type_: key of the type.
    """
    if _FIELDS not in catalogue:
        return {}
    try:
        found = inventory.list(Query(type=_FIELDS, params=(("object_type", type_),), limit=1000)).rows
    except NotAllowed:
        # Who may not see the definitions fills none in; NetBox says so where one is required.
        return {}
    return {f"cf_{each['name']}": _slot(inventory, each) for each in found if _editable(each)}


def _editable(about: dict[str, Any]) -> bool:
    return bool((about.get("ui_editable") or {"value": "yes"})["value"] == "yes")


def _slot(inventory: Inventory, about: dict[str, Any]) -> Slot:
    kind = about["type"]["value"]
    related = about.get("related_object_type")
    chosen = kind in ("select", "multiselect") and about.get("choice_set")
    default = about.get("default")
    return Slot(
        name=f"cf_{about['name']}",
        label=about.get("label") or about["name"],
        kind="choice" if chosen else _KINDS.get(kind, "string"),
        to=(related,) if related else (),
        required=bool(about.get("required")) and default is None,
        choices=_choices(inventory, about["choice_set"]["id"]) if chosen else (),
        minimum=about.get("validation_minimum"),
        maximum=about.get("validation_maximum"),
        pattern=about.get("validation_regex") or "",
        custom=True,
        nullable=True,
        many=kind == "multiselect",
    )


def _choices(inventory: Inventory, set_: int) -> tuple[tuple[str, str], ...]:
    rows = inventory.list(Query(type=_SETS, params=(("id", str(set_)),), fields=("id", "extra_choices"), limit=1)).rows
    return tuple((str(value), str(label)) for row in rows for value, label in row.get("extra_choices") or ())
