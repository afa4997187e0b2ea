"""Plugins' object types: no table of facts knows them, so their own lists tell what they are like.

NetBox tells the lists of its plugins at `/api/plugins/` and below, those of custom objects
(https://github.com/netboxlabs/netbox-custom-objects) among them; `core/object-types` tells what their objects are called.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from orchestration.catalogue.denied import denied_field, denied_filter, denied_type
from orchestration.catalogue.facts import EVERY
from orchestration.catalogue.types import Field, FieldKind, Filter, Link, ObjectType

# Under which names objects say what they are called, the likeliest first.
_NAMES = ("name", "label", "title", "identifier", "number", "slug")
_QUIET = frozenset(
    ("id", "url", "display", "display_url", "created", "last_updated", "slug", "comments", "custom_fields", "tags")
)
MOST_COLUMNS = 6
# Look-ups that NetBox makes for every filter of a kind (`netbox.filtersets.BaseFilterSet`).
TEXT = frozenset(("n", "ic", "nic", "ie", "nie", "isw", "nisw", "iew", "niew", "empty"))
ORDERED = frozenset(("n", "gt", "gte", "lt", "lte", "empty"))
PLAIN = frozenset(("n",))
LOOKUPS: Mapping[str, frozenset[str]] = {
    "string": TEXT,
    "integer": ORDERED,
    "decimal": ORDERED,
    "date": ORDERED,
    "datetime": ORDERED,
    "choice": PLAIN,
    "boolean": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a field of a plugin's type.

    Args:
        kind: what its values are.
        label: the name to show.
        relation: key of the type it points at; None for none that is known.
        choices: (value, label) pairs.
    """

    kind: FieldKind
    label: str
    relation: str | None = None
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin's type, as it is kept between the workers.

    Args:
        key: NetBox's name of the model: "netbox_spares.sparepart".
        path: of its list: "plugins/spares/spare-parts".
        singular, plural: what its objects are called.
        fields: by name; none of them is ever one that is not shown.
        filters: names of the filters that NetBox was seen to know.
    """

    key: str
    path: str
    singular: str
    plural: str
    fields: Mapping[str, Told]
    filters: tuple[str, ...] = ()

    def kept(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)


def plugin_of(kept: Mapping[str, Any]) -> Plugin:
    """Return a plugin's type from its JSON."""
    fields = {
        name: Told(
            told["kind"], told["label"], told["relation"], tuple((value, label) for value, label in told["choices"])
        )
        for name, told in kept["fields"].items()
    }
    return Plugin(kept["key"], kept["path"], kept["singular"], kept["plural"], fields, tuple(kept["filters"]))


def fields_told(
    key: str, rows: Sequence[Mapping[str, Any]], options: Mapping[str, Any], type_at: Mapping[str, str]
) -> dict[str, Told]:
    """Return the fields of a type by some of its objects and by what OPTIONS says; what is never shown is left out.

    Args:
        key: of the type.
        rows: objects of it, as its list shows them.
        options: what OPTIONS says a create takes; empty where the token may not.
        type_at: keys of the other types, by the paths of their lists.
    """
    found: dict[str, Told] = {}
    for name in dict.fromkeys((*(each for row in rows for each in row), *options)):
        if denied_field(key, name) or name in ("changelog_message", "add_tags", "remove_tags"):
            continue
        told = options.get(name, {})
        values = [row[name] for row in rows if row.get(name) not in (None, [], "")]
        value = values[0] if values else next((row[name] for row in rows if name in row), None)
        choices = tuple((str(each["value"]), str(each["display_name"])) for each in told.get("choices", ()))
        choices = choices or tuple(dict.fromkeys(_choice(each) for each in values if _is_choice(each)))
        relation = _relation(value, type_at)
        if relation is not None and denied_type(relation):
            continue
        kind = _kind(name, value, str(told.get("type", "")), choices=bool(choices))
        label = str(told.get("label") or name.replace("_", " ").capitalize())
        found[name] = Told(kind, label, relation, choices)
    return found


def _kind(name: str, value: Any, told: str, *, choices: bool) -> FieldKind:  # noqa: PLR0911 - one return a kind
    if name in ("tags", "custom_fields"):
        return "tags" if name == "tags" else "custom"
    if choices:
        return "choice"
    if isinstance(value, dict):
        return "relation" if "id" in value else "json"
    if isinstance(value, list):
        return "relations" if value and isinstance(value[0], dict) and "id" in value[0] else "json"
    if isinstance(value, bool) or told == "boolean":
        return "boolean"
    if name in ("created", "last_updated") or told in ("date", "datetime"):
        return "date" if told == "date" else "datetime"
    if told in ("integer", "float", "decimal") or isinstance(value, int | float):
        return "integer" if told == "integer" or isinstance(value, int) else "decimal"
    return "string" if isinstance(value, str) or told in ("string", "slug", "url", "email") else "json"


def _is_choice(value: Any) -> bool:
    return isinstance(value, dict) and "value" in value and "label" in value


def _choice(value: Mapping[str, Any]) -> tuple[str, str]:
    return str(value["value"]), str(value["label"])


def _relation(value: Any, type_at: Mapping[str, str]) -> str | None:
    """Return the type that a value points at, by the address in it."""
    shown = value[0] if isinstance(value, list) and value else value
    if not isinstance(shown, dict) or "id" not in shown:
        return None
    path = str(shown.get("url", "")).partition("/api/")[2].strip("/")
    return type_at.get(path.rpartition("/")[0])


def candidates(fields: Mapping[str, Told]) -> list[Filter]:
    """Return the filters that a type with such fields usually has; whether NetBox knows them is still to be seen."""
    found = [Filter("id", "integer", ORDERED)]
    for name, told in fields.items():
        if name in ("id", "url", "display", "display_url"):
            continue
        if told.kind == "relation":
            found.append(Filter(f"{name}_id", "integer", PLAIN))
        elif told.kind == "tags":
            found += [Filter("tag", "string", PLAIN, every=True), Filter("tag_id", "integer", PLAIN, every=True)]
        elif told.kind in LOOKUPS:
            kind = "string" if told.kind == "choice" else told.kind
            found.append(Filter(name, kind, LOOKUPS[told.kind], tuple(value for value, _ in told.choices)))
    return found


def object_type(plugin: Plugin) -> ObjectType:
    """Return the entry of a plugin's type: read, never changed."""
    known = [each for each in candidates(plugin.fields) if each.name in plugin.filters]
    filters = {each.name: each for each in known if not denied_filter(plugin.key, each.name) and each.name not in EVERY}
    filters |= {each.name: each for each in known if each.name in EVERY}
    fields = {
        name: Field(name, told.label, told.kind, told.relation, told.choices, nullable=True, writable=False)
        for name, told in plugin.fields.items()
        if not denied_field(plugin.key, name)
    }
    name = name_field(plugin.fields)
    app, _, _ = plugin.path.removeprefix("plugins/").partition("/")
    spoken = app.removeprefix("netbox-").replace("-", " ")
    return ObjectType(
        key=plugin.key,
        path=plugin.path,
        singular=plugin.singular,
        plural=plugin.plural,
        page=f"{plugin.path}/",
        words=tuple(dict.fromkeys((f"{spoken} {plugin.singular}", f"{spoken} {plugin.plural}"))),
        name_field=name,
        columns=_columns(fields, name),
        facts=tuple(each for each in fields if each not in _QUIET),
        indexed=name != "display",
        fields=fields,
        filters=filters,
        links=_links(fields, filters),
        changeable=False,
    )


def name_field(fields: Mapping[str, Any]) -> str:
    """Return the field that names an object: what people would search by, else what NetBox shows for it."""
    return next((each for each in _NAMES if each in fields), "display")


def _columns(fields: Mapping[str, Field], name: str) -> tuple[str, ...]:
    order = ("relation", "choice", "string", "integer", "decimal", "boolean", "date", "datetime")
    rest = [each for each in fields.values() if each.name not in _QUIET and each.name != name and each.kind in order]
    ranked = sorted(rest, key=lambda each: order.index(each.kind))
    return (name, *(each.name for each in ranked))[:MOST_COLUMNS]


def _links(fields: Mapping[str, Field], filters: Mapping[str, Filter]) -> dict[str, Link]:
    found = {
        name: Link(name, each.relation, f"{name}_id", proof=name)
        for name, each in fields.items()
        if each.kind == "relation" and each.relation and f"{name}_id" in filters
    }
    if "tags" in fields and "tag_id" in filters:
        found["tags"] = Link("tags", "extras.tag", "tag_id", proof="tags")
    return found


def learnt(kept: Sequence[Mapping[str, Any]]) -> tuple[ObjectType, ...]:
    """Return the entries of plugins' types from their JSON."""
    return tuple(object_type(plugin_of(each)) for each in kept)
