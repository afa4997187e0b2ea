"""What a list says of itself to OPTIONS: the fields a client may set, with their types, limits and choices."""

from typing import Any

from bot.demo.standin.render import TAG_FIELDS, usual_fields
from bot.demo.standin.schema import Field, Shown, Type
from bot.demo.standin.store import Store


def describe(store: Store, about: Type, methods: tuple[str, ...], suffix: str) -> dict[str, Any]:
    """Return the answer to OPTIONS on a list ("List") or an object ("Instance"); without methods it lists no fields."""
    body: dict[str, Any] = {
        "name": f"{about.view} {suffix}",
        "description": "",
        "renders": ["application/json", "text/html"],
        "parses": ["application/json", "multipart/form-data"],
    }
    if methods:
        fields = {name: _describe(store, field) for name, field in about.fields.items()}
        body["actions"] = dict.fromkeys(methods, fields)
    return body


def _describe(store: Store, field: Field) -> dict[str, Any]:
    info: dict[str, Any] = {"type": "field", "required": False, "read_only": False, **field.info}
    if field.choices and not field.read_only:
        info["choices"] = [{"value": value, "display_name": label} for value, label in field.choices]
    if field.kind == "tags":
        children = _children(store, store.schema.types["extras.tag"], TAG_FIELDS)
        children["id"]["label"] = "Id"
        info["child"] = {"type": "nested object", "required": False, "read_only": False, "children": children}
    elif field.child:
        info["child"] = _child(store, field)
    elif field.kind == "ref":
        about = store.schema.types[field.to]
        info["children"] = _children(store, about, field.nested or usual_fields(about))
    return info


def _children(store: Store, about: Type, names: Shown) -> dict[str, Any]:
    found = {}
    for item in names:
        if isinstance(item, str):
            found[item] = _describe(store, about.fields[item])
        else:
            name, fields = item
            found[name] = _describe(store, about.fields[name])
            if fields:
                found[name].update(required=False, read_only=True)
                found[name]["children"] = _children(store, store.schema.types[about.fields[name].to], fields)
            else:
                found[name]["type"] = "integer" if about.fields[name].kind == "choice" else "field"
                found[name].pop("children", None)
    return found


def _child(store: Store, field: Field) -> dict[str, Any]:
    """Describe one item of a list that is written in place."""
    child: dict[str, Any] = {"type": "nested object", "required": False, "read_only": field.read_only}
    plain = {"required": True, "read_only": False}
    if field.kind == "terminations":
        child["children"] = {
            "object_type": {"type": "field", **plain, "label": "Object type"},
            "object_id": {"type": "integer", **plain, "label": "Object id"},
            "object": {"type": "field", "required": False, "read_only": True, "label": "Object"},
        }
    elif field.kind == "refs":
        about = store.schema.types[field.to]
        child["children"] = _children(store, about, field.nested or usual_fields(about))
    return child
