"""A reply in a few plain lines: what notifications and screen readers get, and what stands where blocks cannot be shown."""

from collections.abc import Iterator
from typing import assert_never

from adapters.slack import limits
from adapters.slack.blocks import escape
from orchestration.messages import Changes, Facts, File, Notice, Part, Picture, Prose, Reply, Table
from orchestration.messages.clean import clean, paragraph

_MORE = "…"


def short_text(reply: Reply) -> str:
    """Return the answer on its own, the first line first, escaped; a mark at its end where the message says more."""
    kept: list[str] = []
    room = limits.TEXT - len(_MORE) - 1
    for line in (each for part in reply.parts for each in _lines(part) if each.strip()):
        # Escaping makes a character five at most.
        shown = escape(line if kept else clean(line, room // 5))
        room -= len(shown) + 1
        if room < 0:
            return "\n".join([*kept, _MORE])
        kept.append(shown)
    return "\n".join(kept) or _MORE


def _lines(part: Part) -> Iterator[str]:
    match part:
        case Prose():
            yield from paragraph("".join(run.text for run in part.runs)).split("\n")
        case Facts():
            yield clean(part.title, None)
            yield from (f"{clean(each.label)}: {clean(each.value.text)}" for each in part.facts)
        case Table():
            yield clean(part.title, None)
            yield from (" - ".join(filter(None, (clean(cell.text) for cell in row))) for row in part.rows)
        case Changes():
            yield clean(part.title, None)
            for change in part.changes:
                yield clean(change.title, None)
                yield from (f"{clean(each.label)}: {clean(each.new)}" for each in change.fields)
        case Picture() | File():
            yield clean(part.alt)
        case Notice():
            yield from paragraph(part.text).split("\n")
        case _:
            assert_never(part)
