"""A reply as plain text, whole: what stands in JSON lines, logs of a chat and notifications."""

import unicodedata
from collections.abc import Iterator
from typing import assert_never

from orchestration.messages.clean import clean, paragraph
from orchestration.messages.receipt import Receipt
from orchestration.messages.reply import (
    Button,
    Change,
    Changes,
    Facts,
    File,
    Notice,
    Part,
    Picture,
    Prose,
    Reply,
    Run,
    Table,
)

_GAP = "  "
# A file of text stands in the text as far as a listing would.
MOST_LINES = 1001


def render(reply: Reply) -> str:
    """Show a whole reply: every part, the buttons, the receipt; nothing is cut.

    Returns:
        Lines without control or bidi characters; tables and fields are aligned for a fixed-width font.
    """
    blocks = [block for block in map(_part, reply.parts) if block]
    buttons, receipt = _buttons(reply.buttons), receipt_line(reply.receipt)
    return "\n\n".join([*blocks, *(each for each in (buttons, receipt) if each)])


def receipt_line(receipt: Receipt) -> str:
    """Return the small print as one line: "devices · site Akron · 4 of 4 · 2 s old · open in NetBox"."""
    return " · ".join(_told(receipt))


def age_text(receipt: Receipt) -> str:
    """Return how old the data of an answer is, in words, and whether any of it was kept: "from the cache, 2 s old"; empty where none was read."""
    if receipt.age is None:
        return ""
    return f"{'from the cache, ' if receipt.cached else ''}{_since(receipt.age)}"


def _since(seconds: float) -> str:
    if seconds < 1:
        return "just read"
    for size, unit in ((3600.0, "h"), (60.0, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit} old"
    return f"{seconds:.0f} s old"


def model_text(receipt: Receipt) -> str:
    """Return what a language model cost: "gpt-4o-mini, 900 tokens, 1.2 s, 0.0002 USD"; no price where none is known."""
    told = [clean(receipt.model) or "language model", f"{receipt.tokens_in + receipt.tokens_out} tokens"]
    told.append(f"{receipt.model_seconds:.1f} s")
    if receipt.cost_usd is not None:
        told.append(f"{receipt.cost_usd:.4f} USD")
    return ", ".join(told)


def width(text: str) -> int:
    """Return how many columns of a fixed-width font a text takes."""
    return sum(_columns(each) for each in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _told(receipt: Receipt) -> Iterator[str]:
    if receipt.understood:
        yield clean(receipt.understood, None)
    if receipt.total is not None:
        yield f"{receipt.shown if receipt.shown is not None else receipt.total} of {receipt.total}"
    if old := age_text(receipt):
        yield old
    if receipt.model_calls:
        yield model_text(receipt)
    if receipt.url:
        yield "open in NetBox"


def _part(part: Part) -> str:
    match part:
        case Prose():
            return paragraph("".join(run.text for run in part.runs))
        case Facts():
            facts = [(clean(each.label), _text(each.value)) for each in part.facts]
            return "\n".join([*_title(part.title), *_pairs(facts, indent="")])
        case Table():
            return "\n".join([*_title(part.title), *_grid(part)])
        case Changes():
            return "\n\n".join([*_title(part.title), *(_change(each) for each in part.changes)])
        case Picture() | File():
            return "\n".join(_attached(part))
        case Notice():
            return ("! " if part.level == "warning" else "") + paragraph(part.text)
        case _:
            assert_never(part)


def _attached(part: Picture | File) -> Iterator[str]:
    yield f"[{part.kind}: {clean(part.alt, None)}]"
    if part.media_type.startswith("text/"):
        lines = part.content.decode(errors="replace").splitlines()
        yield from (clean(line, None) for line in lines[:MOST_LINES])
        if len(lines) > MOST_LINES:
            yield f"... {len(lines) - MOST_LINES:,} lines more in the file"


def _title(title: str) -> list[str]:
    return [clean(title, None)] if title else []


def _text(run: Run) -> str:
    return clean(run.text, None)


def _grid(table: Table) -> Iterator[str]:
    titles = [clean(each.title) for each in table.columns]
    rows = [[_text(cell) for cell in row] for row in table.rows]
    widths = [max(width(row[at]) for row in (titles, *rows)) for at in range(len(titles))]
    right = [each.align == "right" for each in table.columns]
    for row in (titles, *rows):
        cells = (_padded(*each) for each in zip(row, widths, right, strict=True))
        yield _GAP.join(cells).rstrip()


def _padded(text: str, wide: int, right: bool) -> str:  # noqa: FBT001 - called over zipped lists only
    blank = " " * (wide - width(text))
    return blank + text if right else text + blank


def _pairs(pairs: list[tuple[str, str]], indent: str) -> Iterator[str]:
    wide = max((width(label) for label, _ in pairs), default=0)
    for label, value in pairs:
        yield f"{indent}{_padded(label, wide, False)}   {value}".rstrip()


_VERBS = {"create": "", "update": "", "delete": "delete "}


def _change(change: Change) -> str:
    values = [clean(f"{_old(each.old)}{each.new}", None) for each in change.fields]
    wide = max((width(value) for value in values), default=0)
    lines = []
    for field, value in zip(change.fields, values, strict=True):
        source = f"({clean(field.source, None)})" if field.source else ""
        lines.append((clean(field.label), f"{_padded(value, wide, False)}   {source}" if source else value))
    return "\n".join([_VERBS[change.op] + clean(change.title, None), *_pairs(lines, indent="  ")])


def _old(old: str | None) -> str:
    return "" if old is None else f"{old or 'none'} -> "


def _buttons(buttons: tuple[Button, ...]) -> str:
    return "  ".join(f"[{clean(each.label, None)}]" for each in buttons)
