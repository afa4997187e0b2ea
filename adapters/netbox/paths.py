"""Which paths below /api/ may be asked besides lists."""

import re
from collections.abc import Sequence

from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.types import ObjectType
from orchestration.errors import NotAllowed

_OBJECT = re.compile(r"^([a-z-]+/[a-z0-9-]+|plugins/[a-z0-9_-]+/[a-z0-9_-]+)/(\d+)(?:/([a-z-]+))?$")
# What NetBox works out from an object and shows below its path. `render-config` is none of them: it prints secrets.
BELOW = frozenset(
    (
        "available-asns",
        "available-ips",
        "available-prefixes",
        "available-vlans",
        "choices",
        "elevation",
        "paths",
        "trace",
    )
)
# What is free now may be taken in a second: such an answer is never given twice.
NEVER_KEPT = "available-"
# The lists of NetBox's plugins, which no table tells.
_PLUGINS = re.compile(r"^plugins(/[a-z0-9_-]+){0,2}$")
# What NetBox says of itself and of the token, and for how many seconds it may be given again.
ALONE = {"authentication-check": 0, "schema": 0, "status": 60}


def allowed(catalogue: Catalogue, path: str) -> tuple[ObjectType | None, str]:
    """Return the type whose object a path is about, and what below the object; no type for what is about NetBox itself.

    Args:
        catalogue: all object types.
        path: below /api/, without the strokes around it.

    Raises:
        NotAllowed: the bot does not ask this.
    """
    if path in ALONE or _PLUGINS.match(path):
        return None, ""
    if (found := _OBJECT.match(path)) and (about := catalogue.at(found[1])) and (not found[3] or found[3] in BELOW):
        return about, found[3] or ""
    raise NotAllowed(f"I do not ask NetBox for {path}.")


def shown_fields(about: ObjectType, fields: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the fields to ask for: those given, or all that may be shown.

    Raises:
        NotAllowed: one of those given is not the catalogue's: it does not exist, or is never shown.
    """
    if not fields:
        return tuple(name for name, field in about.fields.items() if field.readable)
    names = dict.fromkeys("custom_fields" if name.startswith("cf_") else name for name in fields)
    for name in names:
        if name not in about.fields:
            raise NotAllowed(f"I do not show {name} of {about.plural}.")
    return tuple(names)
