"""A table in Slack: as a native table where it fits and reads well, as lines "name - role - rack" elsewhere."""

from collections.abc import Iterator

from adapters.slack import limits
from adapters.slack.blocks import NOTHING, Block, characters, line_words, link, rich, words
from orchestration.messages import Run, Table
from orchestration.messages.clean import clean
from orchestration.messages.plain import width
from orchestration.messages.spreadsheet import as_csv

MOST_ROWS = limits.TABLE_ROWS - 1


def native(table: Table) -> Block | None:
    """Return a table as one block; None where it does not fit or would not read well.

    Links count towards what a message takes: where they make it too heavy, those of the first column stay. The newer `data_table`, which
    readers sort, would not be shown by every client yet.
    """
    widths = _widths(table)
    if not table.rows or not 1 < len(widths) <= limits.TABLE_COLUMNS_READ:
        return None
    if sum(widths) > limits.TABLE_WIDTH or max(widths) > limits.CELL_WIDTH:
        return None
    blocks = (_table(table, linked) for linked in (len(widths), 1, 0))
    return next((each for each in blocks if characters(each["rows"]) <= limits.TABLE_CHARACTERS), None)


def lines(table: Table) -> list[Block]:
    """Return a table as lines: the cells of a row with a dash between, empty ones left out, the titles of the columns above."""
    titles = " - ".join(_text(each.title) for each in table.columns)
    return [*rich([line_words(titles, "italic")]), *rich(map(_line, table.rows), "bullet")]


def sheet(table: Table) -> bytes:
    """Return a table as CSV with all its rows, for a spreadsheet that runs no cell as a formula."""
    return as_csv([each.title for each in table.columns], ([cell.text for cell in row] for row in table.rows))


def _table(table: Table, linked: int) -> Block:
    rows = [_header(table), *([_cell(cell, at < linked) for at, cell in enumerate(row)] for row in table.rows)]
    settings = [{"align": each.align, "is_wrapped": False} for each in table.columns]
    return {"type": "table", "rows": rows, "column_settings": settings}


def _header(table: Table) -> list[Block]:
    return [_raw(each.title) for each in table.columns]


def _cell(cell: Run, linked: bool) -> Block:  # noqa: FBT001 - called in comprehensions only
    if linked and link(cell.url) and clean(cell.text):
        section = {"type": "rich_text_section", "elements": line_words(cell.text, url=cell.url)}
        return {"type": "rich_text", "elements": [section]}
    return _raw(cell.text)


def _raw(text: str) -> Block:
    return {"type": "raw_text", "text": _text(text)}


def _text(text: str) -> str:
    return clean(text, None) or NOTHING


def _line(row: tuple[Run, ...]) -> list[Block]:
    cells = [line_words(cell.text, url=cell.url) for cell in row if clean(cell.text, None)]
    return list(_joined(cells)) or [words(NOTHING)]


def _joined(cells: list[list[Block]]) -> Iterator[Block]:
    for number, cell in enumerate(cells):
        if number:
            yield words(" - ")
        yield from cell


def _widths(table: Table) -> list[int]:
    return [
        max(width(_text(text)) for text in (column.title, *(row[at].text for row in table.rows)))
        for at, column in enumerate(table.columns)
    ]
