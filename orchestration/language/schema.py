"""The form of an intent as a strict JSON schema, for models whose answers a server holds to one."""

from typing import Any, cast

from pydantic import BaseModel

# What only people read, and what strict servers refuse to see.
_LEFT_OUT = ("title", "description", "default", "examples")


def strict_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return a model's JSON schema as strict servers take it: all properties required, no further ones, no defaults.

    Args:
        model: the form, such as `Intent`.

    Returns:
        A schema whose root is an object.
    """
    return cast("dict[str, Any]", _strict(model.model_json_schema()))


def _strict(part: Any) -> Any:
    if isinstance(part, list):
        return [_strict(each) for each in part]
    if not isinstance(part, dict):
        return part
    if isinstance(part.get("properties"), dict):
        properties = {name: _strict(each) for name, each in part["properties"].items()}
        rest = {key: _strict(each) for key, each in part.items() if key not in ("properties", "required", *_LEFT_OUT)}
        return {**rest, "properties": properties, "required": list(properties), "additionalProperties": False}
    return {key: _strict(each) for key, each in part.items() if key not in _LEFT_OUT}
