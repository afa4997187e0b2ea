"""A table in Discord: in columns of a fixed-width font where that does not wrap, as lines "name - role - rack" elsewhere.

A block of code holds no links, so a table's names are links as lines only; the receipt leads to the same list in NetBox.
"""

from collections.abc import Iterator

from wcwidth import wcswidth

from adapters.discord import limits
from adapters.discord.escaping import LONGEST_TEXT, NOTHING, fenced, words
from orchestration.messages import Table
from orchestration.messages.clean import clean

_GAP = "  "


def columns(table: Table) -> list[str] | None:
    """Return a table as blocks of code, its columns aligned in every script; None where it would wrap or not read well."""
    titles = [_text(each.title) for each in table.columns]
    rows = [[_text(cell.text) for cell in row] for row in table.rows]
    widths = [max(_width(row[at]) for row in (titles, *rows)) for at in range(len(titles))]
    if not rows or len(titles) < 2 or sum(widths) + len(_GAP) * (len(widths) - 1) > limits.TABLE_WIDTH:
        return None
    aligned = [each.align for each in table.columns]
    head, *lines = (
        _GAP.join(_padded(*each) for each in zip(row, widths, aligned, strict=True)).rstrip() for row in (titles, *rows)
    )
    return [fenced("\n".join(part)) for part in _parts(head, lines)]


def reads_as_lines(table: Table) -> bool:
    """Say whether lines show a table well: short enough that whoever reads a value still knows which it is."""
    longest = max((sum(len(_text(cell.text)) + 3 for cell in row) for row in table.rows), default=0)
    return len(table.rows) < 2 or (longest <= limits.LINE_WIDTH and len(table.columns) <= limits.LINE_VALUES)


def lines(table: Table) -> Iterator[list[str]]:
    """Yield a table as lines: the cells of a row with a dash between, empty ones left out, the titles of the columns above."""
    yield ["-# ", *_joined([words(each.title) for each in table.columns])]
    for row in table.rows:
        cells = [words(cell.text, "bold" if at == 0 else "", cell.url) for at, cell in enumerate(row)]
        yield ["- ", *(_joined([each for each in cells if each]) or [NOTHING])]


def _joined(cells: list[list[str]]) -> list[str]:
    return [piece for number, cell in enumerate(cells) for piece in ([" - ", *cell] if number else cell)]


def _parts(head: str, lines: list[str]) -> Iterator[list[str]]:
    """Cut rows into parts that fit a text, the titles above each."""
    held, size = [head], len(head)
    for line in lines:
        if size + len(line) + 1 > LONGEST_TEXT:
            yield held
            held, size = [head], len(head)
        held.append(line)
        size += len(line) + 1
    yield held


def _text(text: str) -> str:
    return clean(text, None) or NOTHING


def _width(text: str) -> int:
    """Return how many columns a text takes; what no terminal knows counts as wide, so that it is shown as lines."""
    found = wcswidth(text)
    return found if found >= 0 else 2 * len(text)


def _padded(text: str, wide: int, align: str) -> str:
    blank = " " * (wide - _width(text))
    return blank + text if align == "right" else text + blank
