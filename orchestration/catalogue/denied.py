"""What the bot never fetches, filters by, sorts by, indexes, shows or exports.

Keys and passphrases are secrets by their meaning. Other fields hold secrets by habit: a webhook's address and body carry tokens,
configuration contexts and templates carry SNMP communities and passwords, and NetBox marks none of them. Such a field is denied
whole, as no rule tells a harmless value from a secret one. Users, their groups, tokens and permissions are no business of a chat.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from orchestration.catalogue.facts import read_facts

DENIED_APPS = frozenset({"users", "account", "auth"})

DENIED_FIELDS: Mapping[str, frozenset[str]] = {
    key: frozenset(fields.split())
    for key, fields in {
        "core.datasource": "parameters source_url",  # an address may hold a user and a password
        "core.job": "data log_entries error",  # what a script printed
        "dcim.device": "config_context local_context_data",
        "extras.configcontext": "data",
        "extras.configtemplate": "template_code environment_params",
        "extras.eventrule": "action_data conditions",
        "extras.exporttemplate": "template_code environment_params",
        "extras.script": "vars result",
        "extras.webhook": "secret payload_url additional_headers body_template ca_file_path",
        "ipam.fhrpgroup": "auth_key",
        "virtualization.virtualmachine": "config_context local_context_data",
        "vpn.ikepolicy": "preshared_key",
        "wireless.wirelesslan": "auth_psk",
        "wireless.wirelesslink": "auth_psk",
    }.items()
}
# A search that looks into a denied field would tell what is in it.
DENIED_SEARCH = frozenset({"extras.webhook"})
# Fields that show users or what belongs to them, on any type.
DENIED_ANYWHERE = frozenset(
    ("owner", "owner_id", "owner_group", "owner_group_id", "user", "user_id", "users", "created_by", "created_by_id")
)
# For plugins' types, custom fields and NetBox versions to come.
SECRET = re.compile(
    r"(^|_)(psk|passphrase|password|passwd|pwd|secret|secrets|token|tokens|api_?key|auth_?key|private_?key|pre_?shared_?key|"
    r"credentials?|snmp_?community|community_string)($|_)",
    re.IGNORECASE,
)


def denied_type(key: str) -> bool:
    """Say whether a type is never shown ("users.token")."""
    return key.partition(".")[0] in DENIED_APPS


@lru_cache(maxsize=10_000)
def denied_field(key: str, field: str) -> bool:
    """Say whether a field of a type is never shown.

    Args:
        key: of the type: "extras.webhook".
        field: its name, a custom field's with or without "cf_".
    """
    return (
        denied_type(key)
        or field in DENIED_FIELDS.get(key, ())
        or field in DENIED_ANYWHERE
        or bool(SECRET.search(field))
    )


# NetBox takes any value of these and finds everything with a wrong one: nothing could be told from its answer.
_FORGIVING = frozenset((("extras.tag", "content_type"),))


def denied_filter(key: str, name: str) -> bool:
    """Say whether a filter of a type is never sent; a filter by a denied field is, with any look-up."""
    base = name.partition("__")[0]
    return denied_field(key, base) or (key, base) in _FORGIVING or (base == "q" and key in DENIED_SEARCH)


def cleaned(key: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record without what is never shown.

    Args:
        key: of its type.
        record: as NetBox returned it. Custom fields are cleaned by their names; the before and after of an object-change by the type of
            the object that was changed, and left out where that is none of the catalogue, or not told.
    """
    kept = {name: record[name] for name in _kept(key, tuple(record))}
    if isinstance(fields := kept.get("custom_fields"), Mapping):
        kept["custom_fields"] = {name: value for name, value in fields.items() if not SECRET.search(name)}
    if key == "core.objectchange":
        changed = str(kept.get("changed_object_type"))
        known = changed in read_facts().plurals
        for side in ("prechange_data", "postchange_data"):
            if isinstance(data := kept.get(side), Mapping):
                kept[side] = cleaned(changed, data) if known else None
    return kept


@lru_cache(maxsize=1_000)
def _kept(key: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return which fields are shown; the rows of an answer all have the same."""
    return tuple(name for name in names if not denied_field(key, name))
