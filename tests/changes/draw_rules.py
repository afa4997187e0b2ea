"""Draw the table of what NetBox's models demand and OPTIONS does not tell.

Defaults, what must be unique, what a generic relation may point at, what hangs on an object and what becomes of it when that goes.

    NETBOX_ROOT=... DJANGO_SETTINGS_MODULE=netbox.settings python draw_rules.py > orchestration/changes/rules.json

It is read from the models themselves: run it with the Python that runs a NetBox. Nothing is read
from its database but the list of content types. The order is fixed. Drawn from NetBox 4.7.3.
"""

import json
import sys
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402 - models exist only after setup
from django.conf import settings  # noqa: E402
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation  # noqa: E402
from django.db.models import NOT_PROVIDED, UniqueConstraint  # noqa: E402
from utilities.api import get_serializer_for_model  # noqa: E402

APPS = ("circuits", "dcim", "extras", "ipam", "tenancy", "virtualization", "vpn", "wireless")
# What people mark for themselves, what carries tags, and the ends of a cable, which are the cable: nobody misses it.
UNMISSED = {
    "dcim.cabletermination",
    "extras.bookmark",
    "extras.notification",
    "extras.subscription",
    "extras.taggeditem",
}
FATES = {"CASCADE": "goes", "PROTECT": "keeps", "RESTRICT": "keeps", "SET_NULL": "stays"}
COSMETIC = {"color", "weight", "search_weight", "button_class"}


def writable(model: Any) -> dict[str, Any]:
    """Return the serializer's fields that a create takes; none where the API does not create such objects."""
    try:
        fields = get_serializer_for_model(model)().fields
    except Exception:  # noqa: BLE001 - whatever the serializer of a model without an API raises
        return {}
    return {name: field for name, field in fields.items() if not field.read_only}


def defaults(model: Any, taken: dict[str, Any]) -> dict[str, Any]:
    """Return the values NetBox gives to fields that a create leaves out, where they say something."""
    return {
        field.name: field.default if isinstance(field.default, (bool, int)) else str(field.default)
        for field in model._meta.concrete_fields
        if field.name in taken and field.name not in COSMETIC and field.default is not NOT_PROVIDED
        if not callable(field.default) and field.default not in (None, "", False, 0)
    }


def unique(model: Any) -> list[dict[str, Any]]:
    """Return the sets of fields of which no two objects may have the same values."""
    drawn = [
        {"fields": [field.name]} for field in model._meta.concrete_fields if field.unique and not field.primary_key
    ]
    for rule in model._meta.constraints:
        if not isinstance(rule, UniqueConstraint):
            continue
        fields, folded = list(rule.fields), []
        for expression in map(str, rule.expressions):
            name = expression.rpartition("F(")[2].rstrip(")")
            fields.append(name)
            if expression.startswith("Lower"):
                folded.append(name)
        entry: dict[str, Any] = {"fields": [field.lstrip("_") for field in fields]}
        if folded:
            entry["folded"] = folded
        if rule.nulls_distinct is False:
            entry["empty_counts"] = True
        drawn.append(entry)
    return [*drawn, *({"fields": list(fields)} for fields in model._meta.unique_together)]


def points(model: Any, taken: dict[str, Any]) -> dict[str, Any]:
    """Return the generic relations: the fields for type and id, and the types they may point at."""
    drawn = {}
    for field in model._meta.private_fields:
        if isinstance(field, GenericForeignKey) and field.ct_field in taken:
            queryset = getattr(taken[field.ct_field], "queryset", None)
            to = (
                sorted(f"{each.app_label}.{each.model}" for each in queryset if each.app_label in APPS)
                if queryset is not None
                else []
            )
            drawn[field.name] = {"type": field.ct_field, "id": field.fk_field, "to": to if len(to) < 40 else []}
    return drawn


def hangs(model: Any) -> list[list[str]]:
    """Return what points at a model: type, field, and its fate: it goes too, keeps the object from going, or stays without it."""
    drawn = []
    for relation in model._meta.related_objects:
        other, field = relation.related_model, relation.field
        fate = FATES.get(getattr(relation.on_delete, "__name__", ""))
        if (
            fate
            and other._meta.label_lower not in UNMISSED
            and other._meta.app_label in APPS
            and not field.name.startswith("_")
            and not relation.many_to_many
        ):
            drawn.append([other._meta.label_lower, field.name, fate])
    for field in model._meta.private_fields:
        if isinstance(field, GenericRelation) and field.related_model._meta.app_label in APPS:
            if field.related_model._meta.label_lower in UNMISSED:
                continue
            pointers = field.related_model._meta.private_fields
            names = [each.name for each in pointers if getattr(each, "fk_field", "") == field.object_id_field_name]
            drawn += [[field.related_model._meta.label_lower, name, "goes"] for name in names]
    return sorted(drawn)


def main() -> None:
    """Draw the table and print it."""
    types = {}
    for model in sorted(apps.get_models(), key=lambda each: each._meta.label_lower):
        taken = writable(model) if model._meta.app_label in APPS else {}
        about = (
            {
                "defaults": defaults(model, taken),
                "unique": unique(model),
                "points": points(model, taken),
                "hangs": hangs(model),
            }
            if taken
            else {}
        )
        kept = {name: value for name, value in about.items() if value}
        if kept:
            types[model._meta.label_lower] = kept
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in types.items())
    sys.stdout.write(f'{{"netbox": "{settings.RELEASE.version}", "types": {{\n{lines}\n}}}}\n')


if __name__ == "__main__":
    main()
