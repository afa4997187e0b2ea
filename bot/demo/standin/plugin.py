"""An invented plugin with an invented type, as a NetBox with plugins shows theirs: parts kept in stock at sites."""

from dataclasses import replace
from typing import Any

from bot.demo.standin.schema import Field, Filter, Schema, Type

LIST = "plugins/stockroom/spare-parts"
NAME = "netbox_stockroom.sparepart"
_CONDITIONS = (("new", "New"), ("refurbished", "Refurbished"), ("faulty", "Faulty"))
_TEXT = ("n", "ic", "nic", "iew", "niew", "isw", "nisw", "ie", "nie", "empty", "regex", "iregex")
_NUMBER = ("n", "lte", "lt", "gte", "gt", "empty")


def with_plugin(schema: Schema) -> Schema:
    """Return a schema with the plugin's type, and its row of core/object-types."""
    kind = {
        "id": max(each["id"] for each in schema.object_types) + 1,
        "display": "Stockroom > Spare part",
        "app_label": "netbox_stockroom",
        "app_name": "Stockroom",
        "model": "sparepart",
        "model_name": "spare part",
        "model_name_plural": "spare parts",
        "public": True,
        "features": ["custom_fields", "tags"],
        "is_plugin_model": True,
        "rest_api_endpoint": f"/api/{LIST}/",
        "description": "",
    }
    return Schema(schema.version, {**schema.types, NAME: _type(schema)}, (*schema.object_types, kind))


def _type(schema: Schema) -> Type:
    rack = schema.types["dcim.rack"]
    own = {each.name: each for each in _fields()}
    shared = {name: rack.fields[name] for name in ("id", "url", "display_url", "display")}
    after = {name: rack.fields[name] for name in ("site", "tags", "custom_fields", "created", "last_updated")}
    return replace(
        rack,
        name=NAME,
        list=LIST,
        model="SparePart",
        names=("spare part", "spare parts"),
        view="Spare Part",
        ordering=("name", "id"),
        brief=("id", "url", "display", "name"),
        fields={**shared, **own, **after},
        filters={each.name: each for each in _filters(rack)},
        search=(((), "name", "icontains"), ((), "part_number", "icontains")),
        unique=(),
        log=tuple(own),
        cascade=(),
    )


def _fields() -> list[Field]:
    def text(name: str, label: str) -> Field:
        info: dict[str, Any] = {"type": "string", "label": label, "max_length": 100}
        return Field(name, "string", info, blank=True, default="")

    return [
        text("name", "Name"),
        text("part_number", "Part number"),
        Field("quantity", "integer", {"type": "integer", "label": "In stock"}, default=0),
        Field("condition", "choice", {"label": "Condition"}, choices=_CONDITIONS, default="new"),
        text("supplier_api_key", "Supplier API key"),
    ]


def _filters(rack: Type) -> list[Filter]:
    return [
        *(rack.filters[name] for name in ("id", "site", "site_id", "tag", "tag_id", "created", "last_updated", "q")),
        *(Filter(each, "MultiValueCharFilter", leaf=each, lookups=_TEXT) for each in ("name", "supplier_api_key")),
        Filter("quantity", "MultiValueNumberFilter", leaf="quantity", lookups=_NUMBER),
        Filter(
            "condition",
            "MultipleChoiceFilter",
            choices=("new", "refurbished", "faulty"),
            leaf="condition",
            lookups=("n",),
        ),
    ]
