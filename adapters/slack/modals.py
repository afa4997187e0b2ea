"""Forms as modals: opened within a press, checked field by field, what was typed kept.

Sources: docs.slack.dev/surfaces/modals, docs.slack.dev/reference/views.
"""

import json
from collections.abc import Mapping
from typing import Any

from adapters.slack import limits
from adapters.slack.blocks import NOTHING, Block, plain, rich, words
from orchestration.messages import Address, Blank, Sheet
from orchestration.messages.clean import clean

FORM, LINK = "form", "link"
TOKEN = "netbox_token"  # noqa: S105 - the name of a field
_VALUE = "value"
_TITLE = 24
_OPTIONS = 100
_OPTION = 75
_OPTION_VALUE = 150
_HINT = 2000
_LONGEST_INPUT = 3000


def form_view(sheet: Sheet, address: Address) -> Block:
    """Return the modal of a form; it carries the form and the thread it belongs to.

    Args:
        sheet: the form, known in full: there is no time to ask for more.
        address: the thread it is opened from.
    """
    carried = {"place": address.place, "channel": address.channel, "thread": address.thread}
    metadata = json.dumps([carried, sheet.model_dump(exclude_defaults=True)], ensure_ascii=False, separators=(",", ":"))
    blocks = [block for blank in sheet.blanks for block in _blank(blank)]
    return _modal(FORM, sheet.title, sheet.submit, blocks, metadata)


def carried(view: Mapping[str, Any]) -> tuple[Address, Sheet]:
    """Return what a form's modal carries: the thread it belongs to, and the form."""
    where, sheet = json.loads(view["private_metadata"])
    return Address(platform="slack", **where), Sheet.model_validate(sheet)


def typed(view: Mapping[str, Any]) -> dict[str, str]:
    """Return what was typed into a modal, by field."""
    found = {}
    for block, elements in view["state"]["values"].items():
        element = elements.get(_VALUE) or {}
        chosen = element.get("selected_option") or {}
        found[block] = str(element.get("value") or chosen.get("value") or "")
    return found


def link_view() -> Block:
    """Return the modal that asks for a person's own NetBox token."""
    told = (
        "With your own token, your own permissions in NetBox decide what you see and change here. It is kept encrypted."
    )
    where = "Make one in NetBox under your user menu, API Tokens. Nobody in Slack sees it."
    element: Block = {"type": "plain_text_input", "action_id": _VALUE, "max_length": 200}
    field: Block = {
        "type": "input",
        "block_id": TOKEN,
        "label": plain("NetBox token"),
        "hint": plain(where),
        "element": element,
    }
    return _modal(LINK, "Link NetBox", "Link", [*rich([[words(told)]]), field], "")


def told_view(text: str) -> Block:
    """Return a modal that says something and can only be closed."""
    return {
        "type": "modal",
        "title": plain("NetBox"),
        "close": plain("Close"),
        "blocks": rich([[words(clean(text, limits.RICH_TEXT) or NOTHING)]]),
    }


def _modal(kind: str, title: str, submit: str, blocks: list[Block], metadata: str) -> Block:
    return {
        "type": "modal",
        "callback_id": kind,
        "title": plain(clean(title, _TITLE) or "NetBox"),
        "submit": plain(clean(submit, _TITLE) or "Send"),
        "close": plain("Cancel"),
        "private_metadata": metadata,
        "blocks": blocks,
    }


def _blank(blank: Blank) -> list[Block]:
    error = [] if not blank.error else rich([[words(clean(blank.error, limits.RICH_TEXT) or NOTHING, "bold")]])
    hint = clean(blank.hint, _HINT)
    field: Block = {
        "type": "input",
        "block_id": blank.name,
        "label": plain(clean(blank.label, _HINT) or NOTHING),
        "optional": not blank.required,
        "element": _element(blank),
        **({"hint": plain(hint)} if hint else {}),
    }
    return [*error, field]


def _element(blank: Blank) -> Block:
    options = [_option(value, label) for value, label in blank.choices if 0 < len(value) <= _OPTION_VALUE]
    if blank.kind == "choice" and 0 < len(options) <= _OPTIONS:
        chosen = [each for each in options if each["value"] == blank.value]
        initial = {"initial_option": chosen[0]} if chosen else {}
        return {"type": "static_select", "action_id": _VALUE, "options": options, **initial}
    longest = min(blank.longest, _LONGEST_INPUT)
    preset = {"initial_value": blank.value} if 0 < len(blank.value) <= longest else {}
    several = {"multiline": True} if blank.kind == "text" else {}
    return {"type": "plain_text_input", "action_id": _VALUE, "max_length": longest, **several, **preset}


def _option(value: str, label: str) -> Block:
    return {"text": plain(clean(label, _OPTION) or NOTHING), "value": value}
