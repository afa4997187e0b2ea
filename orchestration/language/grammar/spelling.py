"""Texts, ranges and pairs of addresses, as they are written in what is said of an object."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from orchestration.language.spans import Item

if TYPE_CHECKING:
    from orchestration.language.grammar.assigning import Assigner


_STOPS = ("with", "without", "change", "ask", "want", "please", "thanks", "greeting", "that")
_NUMBERED = re.compile(r"^(.*?)(\d+)(?:/\d+)?$")


def between(assigner: Assigner, at: int) -> int:
    """Take the two ends of an IP range."""
    assigner.assign("start_address", assigner.items[at].text)
    for further in (1, 2):
        item = assigner.item(at + further)
        if item is not None and item.figure is not None and item.figure.kind in ("address", "prefix"):
            assigner.assign("end_address", item.text)
            return further + 1
    return 1


def ranged(assigner: Assigner, at: int) -> tuple[int, str]:
    """Return how many items a range takes, and it as written: "110 to 114"; nothing where there is none."""
    item, joint, last = assigner.items[at], assigner.item(at + 1), assigner.item(at + 2)
    if item.figure is not None and item.figure.kind == "range":
        return 1, item.text
    if joint is None or last is None or not (joint.role("thru") or item.after == "-"):
        return 0, ""
    if item.after == "-":
        joint, last = item, joint
        text = f"{item.text} - {last.text}"
    else:
        text = f"{item.text} {joint.text} {last.text}"
    first = _NUMBERED.match(item.text)
    second = _NUMBERED.match(last.text)
    if not first or not second or (second.group(1) and first.group(1) != second.group(1)):
        return 0, ""
    return (2 if item.after == "-" else 3), text


def free_text(assigner: Assigner, at: int, *, names: bool) -> tuple[int, str]:
    """Return how many items a free text takes, and the text; several names with "and" between them are one text."""
    item = assigner.item(at)
    if item is None:
        return 0, ""
    taken, text = ranged(assigner, at)
    if text:
        return taken, text
    if item.quoted:
        return 1, item.text
    words: list[str] = []
    here = at
    while (item := assigner.item(here)) is not None:
        stops = bool(words) and _stops(assigner, here)
        if stops or (words and item.quoted):
            break
        words.append(item.text)
        here += 1
        if item.after.strip("-"):
            break
    further = assigner.item(here)
    if names and words and further is not None and (further.role("and") or "," in assigner.items[here - 1].after):
        more_at = here + 1 if further.role("and") else here
        more = assigner.item(more_at)
        if more is not None and _new_name(more):
            rest_taken, rest = free_text(assigner, more_at, names=True)
            joint = ", " if more_at == here else f" {further.text} "
            return more_at - at + rest_taken, f"{' '.join(words)}{joint}{rest}"
    return here - at, " ".join(words)


def _stops(assigner: Assigner, at: int) -> bool:
    item = assigner.items[at]
    if any(item.role(role) for role in _STOPS) or item.role("and") or item.role("in"):
        return True
    return assigner.field_named(item) is not None


def _new_name(item: Item) -> bool:
    if item.quoted:
        return True
    code = item.figure is not None and item.figure.kind in ("code", "dns")
    return (code or not item.known) and not item.words and not item.kinds and not item.hits
