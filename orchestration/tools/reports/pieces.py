"""What reports are made of: facts, tables, searches by ids."""

from collections.abc import Collection, Sequence

from orchestration.messages import Column, Fact, Facts, Part, Run, Table
from orchestration.tools.draft import Draft
from orchestration.tools.kept import Kept
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.reports.subject import focus_of
from orchestration.tools.rows import everything
from orchestration.tools.search import Search, Term


def facts(pairs: Sequence[tuple[str, str | Run]], title: str = "") -> Facts:
    """Return labelled values; those without a value are left out."""
    runs = [(label, value if isinstance(value, Run) else Run(text=value)) for label, value in pairs]
    return Facts(title=title, facts=tuple(Fact(label=label, value=run) for label, run in runs if run.text))


def grid(
    titles: Sequence[str], rows: Sequence[Sequence[Run | str]], *, right: Collection[int] = (), title: str = ""
) -> Table:
    """Return a short table."""
    columns = tuple(Column(title=each, align="right" if at in right else "left") for at, each in enumerate(titles))
    cells = tuple(tuple(cell if isinstance(cell, Run) else Run(text=cell) for cell in row) for row in rows)
    return Table(title=title, columns=columns, rows=cells)


def of(type_: str, param: str, ids: Sequence[int | str], shows: str | None = None) -> Search:
    """Return the search for what belongs to objects, by a filter that takes their ids.

    Args:
        type_: key of the type to find.
        param: the filter.
        ids: of the objects.
        shows: where the records show it, for the proof.
    """
    values = tuple(str(each) for each in ids)
    return Search(type_, ((Term(shows or param, "id", values=values, param=param, shows=shows),),))


def all_of(kit: Kit, search: Search, fields: Sequence[str]) -> tuple[Row, ...]:
    """Return all records of a search, with id and display."""
    return everything(kit, search, tuple(dict.fromkeys(("id", "display", *fields)))).rows


def run(kit: Kit, type_: str, nested: object) -> Run:
    """Return a nested object with the link to its page."""
    if not isinstance(nested, dict):
        return Run(text="")
    text = str(nested.get("display") or nested.get("name") or f"id {nested.get('id')}")
    return Run(text=text, url=kit.inventory.page(type_, nested["id"]) if "id" in nested else None)


def tabled(
    kit: Kit, asked: Asked, before: Sequence[Part], kept: Kept, type_: str, behind: Sequence[Part] = ()
) -> Draft:
    """Return a report that lists, as an answer; its listing goes on with Show more.

    Args:
        kit: of the turn.
        asked: the ask.
        before: what to say before the table.
        kept: the table.
        type_: what its rows are about, for the link to NetBox.
        behind: what to say after the table.
    """
    some = bool(kept.listing.total)
    return Draft(
        asked.ask.want,
        (*before, *((kept.table,) if some else ()), *behind),
        buttons=kept.buttons,
        rows_total=kept.listing.total,
        understood=kept.listing.understood,
        shown=kept.listing.shown,
        url=kit.inventory.page(type_, None, ()),
        listing=kept.listing if some else None,
        focus=focus_of(asked, type_),
    )


def understood(*words: str) -> str:
    """Return the reading in a few words."""
    return " · ".join(each for each in words if each)
