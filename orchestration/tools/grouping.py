"""How many per what: by counters NetBox keeps, by rows at hand, or by one count for each value."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.types import Link, ObjectType
from orchestration.errors import NotUnderstood, TooMuch
from orchestration.language.intent import GROUP_COUNT, GROUP_NAME, Order
from orchestration.language.reading import NameHit
from orchestration.messages import Run, prose
from orchestration.ports import Query
from orchestration.sessions.session import Focus
from orchestration.tools.cells import name_of, text_of
from orchestration.tools.draft import Draft
from orchestration.tools.filling import fill
from orchestration.tools.kept import Kept, kept_table
from orchestration.tools.kit import Kit, together
from orchestration.tools.narrower import cheaper
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row, bare
from orchestration.tools.rows import LONGEST_PAGE, everything, page, total
from orchestration.tools.search import Search, Term
from orchestration.tools.snapshot import MOST_REMEMBERED, hit_of
from orchestration.tools.wording import after, counted, first_upper, inline, listed, number, plural

# A grouping without a counter is one count a value; more than these are asked about first.
MOST_VALUES = 25
# Of so many objects the rows themselves are counted instead.
MOST_ROWS = 10 * LONGEST_PAGE
NONE = "(none)"


@dataclass(frozen=True, slots=True)
class Group:
    """A value and how many objects have it.

    Args:
        name: of the value, as shown.
        amount: how many.
        hit: the object it is, where it is one.
    """

    name: str
    amount: int
    hit: NameHit | None = None


@dataclass(frozen=True, slots=True)
class By:
    """What is grouped by.

    Args:
        name: the field or link.
        label: as shown.
        link: where it leads to another type.
        shown: where a row shows it; None where it does not.
    """

    name: str
    label: str
    link: Link | None
    shown: str | None


def group(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Count the objects of a search for each value of a field.

    Args:
        kit: of the turn.
        asked: the ask, its search, and the number of rows where it was counted first.
        results: of the steps the search waits for.

    Raises:
        NotUnderstood: there is nothing of that name to group by.
        TooMuch: it would take too many counts.
    """
    search = fill(asked.searching, results)
    about = kit.catalogue[search.type]
    by = by_of(kit.catalogue, about, asked.ask.group or "")
    groups = _counted_by_netbox(kit, search, by)
    if groups is None and by.shown is not None and (asked.measured is None or asked.measured <= LONGEST_PAGE):
        groups = _from_rows(kit, search, by)
    if groups is None:
        groups = _one_by_one(kit, about, search, by)
    order = asked.ask.sort[0] if asked.ask.sort else Order(field=GROUP_COUNT, descending=True)
    if order.field == GROUP_COUNT and not order.descending:
        groups = _with_none(kit, by, groups)
    groups = _ordered(groups, order)
    return _told(kit, about, asked, search, by, groups)


def by_of(catalogue: Catalogue, about: ObjectType, name: str) -> By:
    """Return what a name groups objects of a type by.

    Raises:
        NotUnderstood: they cannot be grouped by that.
    """
    field = about.fields.get(name)
    link = about.links.get(name)
    if field is None and link is None and name in catalogue:
        link = next((each for each in catalogue.ways(about.key, name) if not each.path), None)
    if link is not None and link.back is None and link.target in catalogue:
        shown = link.proof or (name if field is not None and field.readable else None)
        return By(link.name, catalogue[link.target].singular, link, shown)
    if field is not None and field.readable:
        return By(name, inline(field.label), None, name)
    if field is not None and name.startswith("cf_"):
        return By(name, inline(field.label), None, f"custom_fields.{name.removeprefix('cf_')}")
    have = [inline(about.fields[each].label) for each in about.columns[1:] if each in about.fields]
    text = f'{first_upper(about.plural)} cannot be grouped by "{name.replace("_", " ")}".'
    raise NotUnderstood(text, f"They can be by {', '.join(have)}.")


def counter_for(catalogue: Catalogue, search: Search, name: str) -> str | None:
    """Return the counter that NetBox keeps of just this grouping; None where rows must be counted.

    Args:
        catalogue: the object types.
        search: what is grouped.
        name: what it is grouped by.
    """
    return _counter(catalogue, search, by_of(catalogue, catalogue[search.type], name))


def _counter(catalogue: Catalogue, search: Search, by: By) -> str | None:
    if search.branches != ((),) or by.link is None or not by.link.param:
        return None
    filter_, owner = catalogue[search.type].filters.get(by.link.param), catalogue[by.link.target]
    if filter_ is None or filter_.tree:
        # Counters of a tree take in what lies below, so that their sum counts twice.
        return None
    return next((name for name, counted_type in owner.counters.items() if counted_type == search.type), None)


def _counted_by_netbox(kit: Kit, search: Search, by: By) -> list[Group] | None:
    """Return the groups from the counters of the records grouped by; None where there are none for just this."""
    counter = _counter(kit.catalogue, search, by)
    if counter is None or by.link is None:
        return None
    owner = kit.catalogue[by.link.target]
    fields = tuple(
        dict.fromkeys(("id", "display", owner.name_field, counter, *(each for each in (owner.within,) if each)))
    )
    rows = everything(kit, Search(owner.key), fields).rows
    return [Group(name_of(row, owner), int(row.get(counter) or 0), hit_of(owner, row)) for row in rows]


def _from_rows(kit: Kit, search: Search, by: By) -> list[Group] | None:
    """Return the groups from the rows themselves, where they fit one request."""
    assert by.shown is not None  # noqa: S101 - looked at by the caller
    fields = ("id", by.shown.partition(".")[0])
    found = page(kit, search, fields, "", LONGEST_PAGE)
    return _of_rows(found.rows, by) if found.whole else None


def _of_rows(rows: Sequence[Row], by: By) -> list[Group]:
    counts: Counter[str] = Counter()
    hits: dict[str, NameHit] = {}
    for row in rows:
        for value in values_of(row, by):
            name = text_of(value) or NONE
            key = f"{value['id']}:{name}" if isinstance(value, dict) and "id" in value else str(bare(value))
            counts[key] += 1
            type_ = by.link.target if by.link else ""
            id_ = value["id"] if isinstance(value, dict) and "id" in value and type_ else 0
            hits[key] = NameHit(type=type_, id=id_, name=name)
    return [Group(hits[key].name, amount, hits[key] if hits[key].id else None) for key, amount in counts.items()]


def values_of(row: Row, by: By) -> Sequence[Any]:
    """Return the values that a row has of what is grouped by; None for none."""
    first, _, second = (by.shown or by.name).partition(".")
    value = row.get(first)
    if second:
        value = value.get(second) if isinstance(value, dict) else None
    if isinstance(value, list):
        return value or [None]
    return [value]


def _one_by_one(kit: Kit, about: ObjectType, search: Search, by: By) -> list[Group]:
    """Return the groups by one count for each value."""
    if by.link is not None and by.link.param:
        owner = kit.catalogue[by.link.target]
        fields = tuple(dict.fromkeys(("id", "display", owner.name_field)))
        answer = kit.inventory.list(Query(type=owner.key, fields=fields, limit=MOST_VALUES))
        values = [(str(row["id"]), name_of(row, owner), hit_of(owner, row)) for row in answer.rows]
        amount, param, what = answer.total, by.link.param, owner.plural
    else:
        choices = about.fields[by.name].choices if by.name in about.fields and by.name in about.filters else ()
        values = [(value, label, None) for value, label in choices]  # type: ignore[misc]
        amount, param, what = len(choices), by.name, f"values of {by.label}"
    if not values or amount > MOST_VALUES:
        if by.link is None and by.shown is not None and total(kit, search) <= MOST_ROWS:
            # A field with many choices ("interfaces per type"), of which few are in use: as many requests as pages of rows.
            return _of_rows(everything(kit, search, ("id", by.shown.partition(".")[0])).rows, by)
        raise TooMuch(
            f"That would be one count for each of {number(amount)} {what}, over {number(MOST_VALUES)} requests; I did not.",
            f"Narrow it, or ask for {about.plural} of some of them.",
            cheaper(about, by.name),
        )
    searches = [
        replace(search, branches=tuple((*branch, Term(by.name, "id" if by.link else "choice", values=(value,), param=param)) for branch in search.branches))
        for value, _, _ in values
    ]  # fmt: skip
    amounts = together([lambda each=each: total(kit, each) for each in searches])  # type: ignore[misc]
    return [Group(name, count, hit) for (_, name, hit), count in zip(values, amounts, strict=True)]


def _with_none(kit: Kit, by: By, groups: list[Group]) -> list[Group]:
    """Return the groups with those that nothing is in, of which the rows themselves tell nothing: they have the fewest."""
    if by.link is None or not any(each.hit for each in groups):
        return groups
    owner = kit.catalogue[by.link.target]
    fields = tuple(dict.fromkeys(("id", "display", owner.name_field)))
    held = {each.hit.id for each in groups if each.hit}
    others = page(kit, Search(owner.key), fields, "", LONGEST_PAGE).rows
    return [*groups, *(Group(name_of(row, owner), 0, hit_of(owner, row)) for row in others if row["id"] not in held)]


def _ordered(groups: list[Group], order: Order) -> list[Group]:
    if order.field == GROUP_NAME:
        return sorted(groups, key=lambda each: each.name.casefold(), reverse=order.descending)
    sign = -1 if order.descending else 1
    return sorted(groups, key=lambda each: (sign * each.amount, each.name.casefold()))


def _first(groups: list[Group], limit: int | None) -> list[Group]:
    """Return the first groups; where one is wanted, all that are level with it."""
    if limit == 1:
        return [each for each in groups if each.amount == groups[0].amount][:MOST_VALUES] if groups else []
    return groups[:limit]


def _ranked(groups: list[Group], about: ObjectType, *, fewest: bool) -> str:
    """Return who has most, or fewest, in a line."""
    degree = "fewest" if fewest else "most"
    first = groups[0]
    if len(groups) == 1:
        return f"{first.name} has {degree} {about.plural}: {number(first.amount)}."
    return f"{listed([each.name for each in groups])} have {degree} {about.plural}: {number(first.amount)} each."


def _told(kit: Kit, about: ObjectType, asked: Asked, search: Search, by: By, groups: list[Group]) -> Draft:
    every, groups = groups, _first(groups, asked.ask.limit)
    filled = [each for each in every if each.amount]
    whole = sum(each.amount for each in every)
    several = kit.catalogue[by.link.target].plural if by.link else f"{by.label} values"
    single = by.label if by.link else f"{by.label} value"
    phrase = after(search.phrase)
    head = f"{counted(whole, about)}{phrase}{',' if phrase else ''} in {plural(len(filled), single, several)}."
    if asked.ask.limit == 1 and groups:
        fewest = bool(asked.ask.sort) and not asked.ask.sort[0].descending
        head = _ranked(groups, about, fewest=fewest)
    elif len(groups) < len(every):
        part = sum(each.amount for each in groups)
        head = f"{number(len(groups))} of {number(len(every))} {several}: {number(part)} of {counted(whole, about)}{phrase}."
    understood = " · ".join(each for each in (about.plural, search.said, f"per {by.label}") if each)
    rows = [(Run(text=each.name, url=_url(kit, each.hit)), number(each.amount)) for each in groups]
    titles = (first_upper(by.label), first_upper(about.plural))
    kept = kept_table(kit, titles, rows, head=head, understood=understood, right={1})
    focus = Focus(
        want="count",
        selection=asked.selection,
        type=by.link.target if by.link else None,
        rows=tuple(each.hit for each in groups[:MOST_REMEMBERED] if each.hit),
        grounds=dict(asked.grounds),
        group=by.name,
    )
    return counts(kit, about, kept, head, understood, focus)


def counts(kit: Kit, about: ObjectType, kept: Kept, head: str, understood: str, focus: Focus) -> Draft:
    """Return a table of counts as an answer.

    Args:
        kit: of the turn.
        about: the type that was counted.
        kept: the table.
        head: its first line.
        understood: what was counted by what.
        focus: what the thread is then about.
    """
    return Draft(
        intent="count",
        parts=(prose(head), kept.table),
        buttons=kept.buttons,
        rows_total=kept.listing.total,
        understood=understood,
        shown=kept.listing.shown,
        url=kit.inventory.page(about.key, None, ()),
        listing=kept.listing,
        focus=focus,
    )


def _url(kit: Kit, hit: NameHit | None) -> str | None:
    return kit.inventory.page(hit.type, hit.id) if hit is not None else None
