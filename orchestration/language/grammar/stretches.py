"""Figures that stand for more than they say: "/24s" for prefixes, "100 to 200" for all that lies between."""

import re
from collections.abc import Sequence
from dataclasses import replace

from orchestration.language.figures import Figure
from orchestration.language.grammar.draft import MOST_NAMES
from orchestration.language.spans import Item

_ENDS = re.compile(r"(.*\D)(\d+)")
_OPENING = {"between": ("and", "to"), "from": ("to", "through", "thru")}
_JOINING = ("to", "through", "thru")


def with_masks(items: Sequence[Item]) -> Sequence[Item]:
    """Return the items so that a mask that stands for prefixes says so: "how many /24s do we have?"."""
    at = next((at for at, item in enumerate(items) if item.figure is not None and item.figure.kind == "mask"), None)
    if at is None or not items[at].text.endswith("s") or any("ipam.prefix" in item.kinds for item in items):
        return items
    mask = items[at]
    prefixes = Item(mask.at, 0, mask.text, "prefix", kinds=("ipam.prefix",), plural=True, after=mask.after)
    return [*items[:at], replace(mask, after=""), prefixes, *items[at + 1 :]]


def with_stretches(items: Sequence[Item]) -> list[Item]:
    """Return the items so that two numbers that bound a stretch are one: "VLANs 100 to 200", "between 100 and 200"."""
    left: list[Item] = []
    at = 0
    while at < len(items):
        opens = items[at].norm in _OPENING
        bounds = items[at + opens : at + opens + 3]
        joints = _OPENING.get(items[at].norm, _JOINING)
        if left and left[-1].kinds and left[-1].plural and _bound(bounds, joints):
            low, _, high = bounds
            text = f"{low.text}-{high.text}"
            figure = Figure("range", low.text, high.text)
            left.append(Item(low.at, high.at + high.size - low.at, text, text, figure=figure, after=high.after))
            at += 3 + opens
        else:
            left.append(items[at])
            at += 1
    return left


def _bound(bounds: Sequence[Item], joints: Sequence[str]) -> bool:
    return len(bounds) == 3 and bounds[1].norm in joints and _number(bounds[0]) and _number(bounds[2])


def _number(item: Item) -> bool:
    return item.figure is not None and item.figure.kind == "number" and item.text.isdecimal()


def numbered(first: str, last: str) -> list[str]:
    """Return the names from "R101" to "R104"; none where they are no such names."""
    low, high = _ENDS.fullmatch(first), _ENDS.fullmatch(last)
    if (
        low is None
        or high is None
        or low[1].casefold() != high[1].casefold()
        or not any(each.isalpha() for each in low[1])
    ):
        return []
    numbers = range(int(low[2]), int(high[2]) + 1)
    return [f"{low[1]}{number:0{len(low[2])}d}" for number in numbers] if 1 < len(numbers) <= MOST_NAMES else []
