"""What OpenAI takes as a strict schema, as its documentation says.

Source: platform.openai.com/docs/guides/structured-outputs, "Supported schemas" (as of February 2026); the sentences of the errors
are those that the API answers with, as people report them in community.openai.com. "default", a "$ref" with neighbours and "oneOf" are
refused though that page does not name them. "maxLength" is taken: tried on the API in github.com/pydantic/pydantic-ai/pull/7400 (August 2026).
"""

from collections.abc import Iterator
from typing import Any

TYPES = frozenset(("string", "number", "boolean", "integer", "object", "array", "null"))
FORMATS = frozenset(("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"))
REFUSED = (
    frozenset(("allOf", "oneOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "default"))
    | frozenset(
        ("patternProperties", "unevaluatedProperties", "propertyNames", "minProperties", "maxProperties", "prefixItems")
    )
    | frozenset(("unevaluatedItems", "contains", "minContains", "maxContains", "uniqueItems"))
)
MOST_PROPERTIES, MOST_DEPTH, MOST_ENUM, MOST_STRINGS = 5_000, 10, 1_000, 120_000
LARGE_ENUM, MOST_LARGE_ENUM = 250, 15_000


def faults(schema: Any) -> list[str]:
    """Return what keeps a schema from being taken as strict; nothing where it is."""
    if not isinstance(schema, dict) or schema.get("type") != "object" or "anyOf" in schema:
        return ["schema must be a JSON Schema of 'type: \"object\"'"]
    found = [fault for path, part in _parts(schema, "root") for fault in _faults(path, part)]
    return found + list(_sizes(schema))


def _parts(part: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every schema in a schema; what stands under "properties" and "$defs" is named by people, not by JSON Schema."""
    if not isinstance(part, dict):
        return
    yield path, part
    for name in ("properties", "$defs", "definitions"):
        for key, each in part.get(name, {}).items():
            yield from _parts(each, f"{path}.{name}.{key}")
    yield from _parts(part.get("items"), f"{path}.items")
    for at, each in enumerate(part.get("anyOf", [])):
        yield from _parts(each, f"{path}.anyOf.{at}")


def _faults(path: str, part: dict[str, Any]) -> Iterator[str]:
    yield from (f"In {path}, '{word}' is not permitted" for word in sorted(REFUSED & part.keys()))
    if "$ref" in part and len(part) > 1:
        yield f"In {path}, $ref cannot have keywords {sorted(part.keys() - {'$ref'})}"
    if not part.keys() & {"type", "$ref", "anyOf", "enum", "const"}:
        yield f"In {path}, schema must have a 'type' key"
    types = part.get("type", [])
    unknown = set(types if isinstance(types, list) else [types]) - TYPES
    if unknown:
        yield f"In {path}, {sorted(unknown)} is no type"
    if part.get("format", "date") not in FORMATS:
        yield f"In {path}, '{part['format']}' is not a valid format"
    if part.get("type") == "object" or "properties" in part:
        if part.get("additionalProperties") is not False:
            yield f"In {path}, 'additionalProperties' is required to be supplied and to be false"
        if set(part.get("required", [])) != set(part.get("properties", {})):
            yield f"In {path}, 'required' is required to be supplied and to be an array including every key in properties"
    firsts = [next(iter(each["properties"]), "") for each in part.get("anyOf", []) if each.get("properties")]
    if len(set(firsts)) < len(firsts):
        yield f"In {path}, objects provided via 'anyOf' must not share identical first keys"


def _sizes(schema: dict[str, Any]) -> Iterator[str]:
    parts = [part for _, part in _parts(schema, "root")]
    names = [name for part in parts for key in ("properties", "$defs") for name in part.get(key, {})]
    enums = [part["enum"] for part in parts if "enum" in part]
    values = [str(value) for enum in enums for value in enum] + [
        str(part["const"]) for part in parts if "const" in part
    ]
    if sum(len(part.get("properties", {})) for part in parts) > MOST_PROPERTIES:
        yield f"more than {MOST_PROPERTIES} object properties"
    if len(values) > MOST_ENUM:
        yield f"Expected at most {MOST_ENUM} enum values in total within a single schema"
    if sum(map(len, [*names, *values])) > MOST_STRINGS:
        yield f"more than {MOST_STRINGS} characters in names and values"
    if any(len(enum) > LARGE_ENUM and sum(len(str(each)) for each in enum) > MOST_LARGE_ENUM for enum in enums):
        yield f"more than {MOST_LARGE_ENUM} characters in an enum of more than {LARGE_ENUM} values"
    if _depth(schema, schema, ()) > MOST_DEPTH:
        yield f"levels of nesting exceed the limit of {MOST_DEPTH}"


def _depth(root: dict[str, Any], part: Any, through: tuple[str, ...]) -> int:
    """Return how many objects stand within each other; a schema that holds itself counts once, as recursion is allowed."""
    if not isinstance(part, dict):
        return 0
    if "$ref" in part:
        name = part["$ref"].removeprefix("#/$defs/")
        return 0 if name in through else _depth(root, root.get("$defs", {}).get(name), (*through, name))
    inner = [*part.get("properties", {}).values(), part.get("items"), *part.get("anyOf", [])]
    deepest = max((_depth(root, each, through) for each in inner), default=0)
    return deepest + (1 if "properties" in part else 0)
