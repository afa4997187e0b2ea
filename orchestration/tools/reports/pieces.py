"""What reports are made of: facts, tables, counts in one wave."""

from collections.abc import Collection, Sequence

from orchestration.messages import Column, Fact, Facts, Run, Table
from orchestration.ports import Query
from orchestration.tools.kit import Kit
from orchestration.tools.proof import Row
from orchestration.tools.rows import everything
from orchestration.tools.search import Search, Term

Params = tuple[tuple[str, str], ...]


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


def counts(kit: Kit, questions: Sequence[tuple[str, Params]]) -> list[int]:
    """Count several lists at once, each by one small request."""
    queries = [Query(type=type_, params=params, fields=("id",), limit=1) for type_, params in questions]
    return [page.total for page in kit.pages(queries)]


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
