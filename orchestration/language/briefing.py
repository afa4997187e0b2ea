"""What a language model is told of a message: its words, what the thread is about, and the part of the vocabulary that lies near.

Of NetBox and of what others wrote there is nothing in it but the names that the message or the thread speaks of, as they were
typed and marked as data. Everything stands in one JSON object, so that no text can pass for an instruction.
"""

import json
from typing import Any

from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.types import ObjectType
from orchestration.language.grounding import thread_names
from orchestration.language.heard import Heard, pairs
from orchestration.sessions.session import Focus, Topic

MOST_TYPES = 5
MOST_FIELDS = 16
MOST_CHOICES = 16
MOST_FOCUS = 2
# What is told of where no word of the message names a type.
_USUAL = (
    "dcim.site",
    "dcim.rack",
    "dcim.device",
    "dcim.interface",
    "ipam.prefix",
    "ipam.ipaddress",
    "ipam.vlan",
    "virtualization.virtualmachine",
    "circuits.circuit",
    "tenancy.tenant",
)


def briefing(heard: Heard, topic: Topic) -> str:
    """Return what a model is told of a message, as one JSON object.

    Args:
        heard: the message.
        topic: what the thread is about.
    """
    names = [{"text": text, "types": types[:4]} for text, types in pairs(heard.items)]
    told: dict[str, Any] = {"message": heard.text, "names_as_data": names}
    if topic.focus:
        told["thread"] = [_focus(each) for each in topic.focus[:MOST_FOCUS]]
        told["thread_names_as_data"] = [{"text": text, "types": each} for text, each in thread_names(topic).items()]
    kinds = _kinds(heard, topic)
    told["types"] = {kind: _about(heard.catalogue, heard.catalogue[kind], heard) for kind in kinds}
    if not kinds:
        told["types"] = {kind: heard.catalogue[kind].plural for kind in _USUAL if kind in heard.catalogue}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _focus(focus: Focus) -> dict[str, Any]:
    """Return what was talked about, without what NetBox said."""
    fields = [each.field for each in focus.selection.where if each.field] if focus.selection is not None else []
    told = {
        "want": focus.want,
        "type": focus.type or next((each.type for each in focus.things), None),
        "objects": len(focus.rows) or len(focus.things),
        "by": fields,
        "columns": list(focus.columns),
        "group": focus.group,
        "report": focus.report,
    }
    return {name: value for name, value in told.items() if value}


def _kinds(heard: Heard, topic: Topic) -> list[str]:
    """Return the types that matter, those that words name first."""
    named = [hit.type for item in heard.items for hit in item.hits[:2]]
    talked = [each.type for focus in topic.focus[:1] for each in (*focus.things[:1], *focus.rows[:1])]
    return [each for each in dict.fromkeys([*heard.kinds, *talked, *named]) if each in heard.catalogue][:MOST_TYPES]


def _about(catalogue: Catalogue, about: ObjectType, heard: Heard) -> dict[str, Any]:
    """Return a type's name and its fields, those near the message first; choices by their values."""
    words, meanings = catalogue.field_words(about.key), catalogue.value_words(about.key)
    near = [field for span in sorted(heard.spans) for field in words.get(span, ())]
    near += [field for span in sorted(heard.spans) for field, _ in meanings.get(span, ())]
    usual = [about.name_field, *about.columns, *(each for each in about.links if each in about.fields)]
    fields = list(dict.fromkeys([*near, *usual]))[:MOST_FIELDS]
    return {"plural": about.plural, "fields": {each: _meaning(about, each) for each in fields}}


def _meaning(about: ObjectType, name: str) -> str | list[str]:
    if name in about.links:
        return about.links[name].target
    field = about.fields.get(name)
    if field is None:
        return "filter"
    return [value for value, _ in field.choices][:MOST_CHOICES] if field.choices else field.kind
