"""Forms as modals: five fields a page, what was typed kept from page to page.

Sources: discord.com/developers/docs/components/using-modal-components, /components/reference#label, #text-input, #string-select.
"""

from collections.abc import Mapping
from typing import Any

from adapters.discord import limits
from adapters.discord.buttons import NOTHING
from orchestration.messages import Blank, Sheet
from orchestration.messages.clean import clean

Component = dict[str, Any]
FORM = "~form"
_LABEL, _SELECT, _TEXT_INPUT = 18, 3, 4
_LINE, _TEXT = 1, 2


def pages(sheet: Sheet) -> tuple[tuple[Blank, ...], ...]:
    """Return the fields of a form page by page."""
    step = limits.MODAL_FIELDS
    return tuple(sheet.blanks[first : first + step] for first in range(0, len(sheet.blanks), step))


def modal(turn: str, sheet: Sheet, page: int, typed: Mapping[str, str], faults: Mapping[str, str]) -> Component:
    """Return a page of a form.

    Args:
        turn: whose form it is.
        sheet: the form.
        page: which page, from 0.
        typed: what was typed before, by field.
        faults: what is wrong with it, a sentence by field.
    """
    fields = [_field(each, typed.get(each.name, each.value), faults.get(each.name, "")) for each in pages(sheet)[page]]
    title = clean(sheet.title, limits.MODAL_TITLE) or "NetBox"
    return {"custom_id": f"{FORM}:{turn}:{page}", "title": title, "components": fields}


def page_in(custom_id: str) -> tuple[str, int] | None:
    """Return turn and page of a form that was sent; None for another's."""
    kind, _, rest = custom_id.partition(":")
    turn, _, page = rest.rpartition(":")
    return (turn, int(page)) if kind == FORM and turn and page.isdecimal() else None


def typed_in(form: Mapping[str, Any]) -> dict[str, str]:
    """Return what was typed into a form that was sent, by field."""
    found = {}
    for place in form.get("components") or ():
        # In a label, or in a row as older clients send it.
        for field in [place.get("component") or {}, *(place.get("components") or ())]:
            if "custom_id" in field:
                chosen = next(iter(field.get("values") or ()), "")
                found[str(field["custom_id"])] = str(field.get("value") or chosen)
    return found


def _field(blank: Blank, value: str, fault: str) -> Component:
    about = clean(fault or blank.error or blank.hint, limits.FIELD_HINT)
    label = {
        "type": _LABEL,
        "label": clean(blank.label, limits.FIELD_LABEL) or NOTHING,
        "component": _input(blank, value),
    }
    return {**label, **({"description": about} if about else {})}


def _input(blank: Blank, value: str) -> Component:
    # Discord takes each value once.
    choices = dict(blank.choices)
    fitting = all(0 < len(each) <= limits.OPTION_VALUE for each in choices)
    if blank.kind == "choice" and fitting and 0 < len(choices) <= limits.OPTIONS:
        options = [_option(each, label, value) for each, label in choices.items()]
        return {"type": _SELECT, "custom_id": blank.name, "options": options, "required": blank.required}
    longest = min(blank.longest, limits.INPUT)
    field = {"type": _TEXT_INPUT, "custom_id": blank.name, "style": _TEXT if blank.kind == "text" else _LINE}
    preset = {"value": value} if 0 < len(value) <= longest else {}
    return {**field, "required": blank.required, "max_length": longest, **preset}


def _option(value: str, label: str, chosen: str) -> Component:
    option = {"label": clean(label, limits.OPTION_LABEL) or NOTHING, "value": value}
    return {**option, "default": True} if value == chosen else option
