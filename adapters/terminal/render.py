"""A reply as it looks in a terminal: pure functions from the document to rich's renderables.

Everything a reply says is data: `clean` takes out what would steer the terminal, and rich.text.Text knows no markup.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import assert_never
from urllib.parse import urlsplit

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table as Grid
from rich.text import Text

from orchestration.messages import (
    Button,
    Change,
    Changes,
    Facts,
    File,
    Notice,
    Part,
    Picture,
    Prose,
    Receipt,
    Reply,
    Run,
    Table,
)
from orchestration.messages.clean import clean, paragraph
from orchestration.messages.plain import age_text, model_text

WIDEST_CELL = 48
_GAP = 2


def render(reply: Reply, width: int, files: Mapping[str, Path] | None = None) -> RenderableType:
    """Show a whole reply.

    Args:
        reply: what to show.
        width: columns of the terminal.
        files: where each picture and file of the reply was saved, by its name.

    Returns:
        The parts with a blank line between them, the receipt dim on one line, the buttons as numbered choices.
    """
    return _stacked([_part(each, width, files or {}) for each in reply.parts], reply)


def render_growth(reply: Reply, before: Reply, width: int) -> RenderableType | None:
    """Show only what a reply adds to the one whose place it takes.

    Args:
        reply: the reply that amends.
        before: what was shown of the same message so far.
        width: columns of the terminal.

    Returns:
        The rows that are new, the receipt and the buttons; None where the reply did not just grow.
    """
    old, new = _table(before), _table(reply)
    if old is None or new is None or old.columns != new.columns:
        return None
    if len(new.rows) <= len(old.rows) or new.rows[: len(old.rows)] != old.rows:
        return None
    added = new.model_copy(update={"rows": new.rows[len(old.rows) :], "title": ""})
    return _stacked([_rows(added, width, heading=False)], reply)


def _table(reply: Reply) -> Table | None:
    return next((part for part in reply.parts if isinstance(part, Table)), None)


def _stacked(parts: list[RenderableType], reply: Reply) -> Group:
    ends = [part for part in (_receipt(reply.receipt), _choices(reply.buttons)) if part is not None]
    return Group(*(each for part in (*parts, *ends) for each in (part, Text())))


def _part(part: Part, width: int, files: Mapping[str, Path]) -> RenderableType:
    match part:
        case Prose():
            return Text.assemble(*(_styled(each, _edged(each.text)) for each in part.runs))
        case Facts():
            return _facts(part)
        case Table():
            return _rows(part, width)
        case Changes():
            return _changes(part)
        case Picture() | File():
            place = files.get(part.name)
            return Text(f"{clean(part.alt, None)}\n") + Text(f"saved as {place}" if place else "not saved", style="dim")
        case Notice():
            sign = "! " if part.level == "warning" else ""
            return Text(sign + paragraph(part.text), style="yellow" if part.level == "warning" else "italic")
        case _:
            assert_never(part)


def _run(run: Run, longest: int | None = None) -> Text:
    return _styled(run, clean(run.text, longest))


def _styled(run: Run, text: str) -> Text:
    return Text(text, style=Style(bold=run.strong or None, link=_link(run.url)))


def _edged(text: str) -> str:
    """Return a clean paragraph that keeps the blanks at its ends, which part one run from the next."""
    body = text.strip(" ")
    before = text[: len(text) - len(text.lstrip(" "))]
    return f"{before}{paragraph(body)}{' ' if body and text.endswith(' ') else ''}"


def _link(url: str | None) -> str | None:
    """Return an address that can stand in a terminal's link; None where it is none or would end the link's escape sequence."""
    fits = url is not None and url.isascii() and url.isprintable() and urlsplit(url).scheme in {"http", "https"}
    return url if fits else None


def _facts(facts: Facts) -> RenderableType:
    grid = Grid.grid(padding=(0, _GAP))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for fact in facts.facts:
        grid.add_row(Text(clean(fact.label, WIDEST_CELL)), _run(fact.value))
    return Group(Text(clean(facts.title), style="bold"), grid) if facts.title else grid


def _rows(table: Table, width: int, *, heading: bool = True) -> RenderableType:
    """Show rows as columns where they fit, as lines "name - role - rack" where they do not."""
    titles = [Text(clean(each.title, WIDEST_CELL)) for each in table.columns]
    rows = [[_run(cell, WIDEST_CELL) for cell in row] for row in table.rows]
    widths = [max(cell_len(cells[at].plain) for cells in (titles, *rows)) for at in range(len(titles))]
    title = [Text(clean(table.title), style="bold")] if table.title else []
    if sum(widths) + _GAP * len(widths) > width:
        return Group(*title, *(_line(table, row) for row in rows))
    grid = Grid(box=None, show_header=heading, pad_edge=False, padding=(0, _GAP, 0, 0))
    for column, heading_text, wide in zip(table.columns, titles, widths, strict=True):
        grid.add_column(heading_text, justify=column.align, width=wide, no_wrap=True, header_style="bold")
    for row in rows:
        grid.add_row(*row)
    return Group(*title, grid)


def _line(table: Table, row: list[Text]) -> Text:
    """Show a row as a line; a number says what it counts, which no heading does for it here."""
    told = zip(table.columns, row, strict=True)
    named = [
        Text(f"{clean(column.title, WIDEST_CELL)} ") + cell if column.align == "right" else cell
        for column, cell in told
        if cell.plain
    ]
    return Text(" - ").join(named)


def _changes(changes: Changes) -> RenderableType:
    """Show a proposal as a contract: its title, then each change with its fields, a blank line between them."""
    return Group(
        Text(clean(changes.title, None), style="bold"),
        *(each for change in changes.changes for each in (Text(), _change(change))),
    )


def _change(change: Change) -> RenderableType:
    # Creating and changing show in the fields; only a deletion has none that would tell.
    verb = "delete " if change.op == "delete" else ""
    title = Text.assemble((verb, "red"), _run(Run(text=change.title, url=change.url, strong=True)))
    grid = Grid.grid(padding=(0, _GAP))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for field in change.fields:
        old = Text.assemble((clean(field.old, None), "strike"), " → ") if field.old is not None else Text()
        source = Text(f"  ({clean(field.source, None)})", style="dim") if field.source else Text()
        grid.add_row(Text(clean(field.label, WIDEST_CELL)), Text.assemble(old, clean(field.new, None), source))
    return Group(title, Padding(grid, (0, 0, 0, 2)))


def _receipt(receipt: Receipt) -> Text | None:
    told = list(_told(receipt))
    return Text(" · ", style="dim").join(told) if told else None


def _told(receipt: Receipt) -> Iterator[Text]:
    if receipt.understood:
        yield Text(clean(receipt.understood, None), style="dim")
    if receipt.total is not None:
        yield Text(f"{receipt.shown if receipt.shown is not None else receipt.total} of {receipt.total}", style="dim")
    if old := age_text(receipt):
        yield Text(old, style="dim")
    link = _link(receipt.url)
    if link is not None:
        yield Text("open in NetBox", style=Style(dim=True, link=link))
    if receipt.netbox_requests:
        yield Text(f"{receipt.seconds:.2f} s, {_counted(receipt.netbox_requests, 'request')}", style="dim")
    if receipt.model_calls:
        yield Text(model_text(receipt), style="dim")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


_STYLES = {"primary": "bold", "plain": "", "danger": "bold red"}


def _choices(buttons: tuple[Button, ...]) -> Text | None:
    if not buttons:
        return None
    labels = (
        Text.assemble((f"[{number}] ", "cyan"), (clean(each.label), _STYLES[each.style]))
        for number, each in enumerate(buttons, 1)
    )
    return Text("\n" if len(buttons) > 3 else "   ").join(labels)
