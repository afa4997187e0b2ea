"""A form to fill in, known in full before it is opened: platforms give a press no time to ask NetBox what it should hold."""

import re
from typing import Literal

from pydantic import Field

from orchestration.messages.frozen import Frozen

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


class Blank(Frozen):
    """One field of a form.

    Args:
        name: the key of its value in the form that is sent.
        label: the name to show.
        kind: a line, a text of several lines, a number, or one of the choices.
        required: it may not stay empty.
        choices: (value, label) pairs.
        value: what stands in it when it opens; what was typed before, where it opens again.
        hint: what belongs in it.
        error: what was wrong with the value it opens with.
        longest: characters at most.
    """

    name: str = Field(min_length=1, max_length=100)
    label: str = Field(min_length=1)
    kind: Literal["line", "text", "number", "choice"] = "line"
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""
    hint: str = ""
    error: str = ""
    longest: int = 500


class Sheet(Frozen):
    """A form, opened by a button.

    Args:
        ref: reference of the form that is sent.
        opener: what stands on the button: a verb and its object.
        title: what stands above it.
        submit: what stands on the button that sends it.
        blanks: its fields, in order.
    """

    ref: str = Field(max_length=100)
    opener: str = Field(max_length=75)
    title: str = Field(max_length=24)
    submit: str = Field(max_length=24)
    blanks: tuple[Blank, ...]


def faults(sheet: Sheet, values: dict[str, str]) -> dict[str, str]:
    """Return what is wrong with values, a sentence by field; only what can be told without NetBox.

    Args:
        sheet: the form.
        values: what was typed, by field.
    """
    found = {blank.name: _fault(blank, values.get(blank.name, "").strip()) for blank in sheet.blanks}
    return {name: sentence for name, sentence in found.items() if sentence}


def _fault(blank: Blank, value: str) -> str:
    if not value:
        return f"{blank.label} is needed." if blank.required else ""
    if len(value) > blank.longest:
        return f"At most {blank.longest} characters; these are {len(value)}."
    if blank.kind == "number" and not _NUMBER.fullmatch(value):
        return "Write a number."
    if blank.kind == "choice" and value not in {each for each, _ in blank.choices}:
        return "Choose one of the values offered."
    return ""
