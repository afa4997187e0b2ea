"""What a report is about: the one object, or the objects, that were named."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from orchestration.catalogue.types import ObjectType
from orchestration.errors import Ambiguous, Incomplete, NotUnderstood
from orchestration.language.reading import NameHit
from orchestration.sessions.session import Focus
from orchestration.tools.absent import elsewhere, missing
from orchestration.tools.filling import fill
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.rows import page
from orchestration.tools.search import Search
from orchestration.tools.snapshot import MOST_REMEMBERED, hit_of
from orchestration.tools.wording import listed, number


def search_of(asked: Asked, results: Mapping[str, Any]) -> Search | None:
    """Return the search of what a report is about; None where it is about everything."""
    return fill(asked.search, results) if asked.search is not None else None


def one(
    kit: Kit, asked: Asked, results: Mapping[str, Any], types: Sequence[str], fields: Sequence[str] = ()
) -> tuple[ObjectType, Row]:
    """Return the one object that a report is about.

    Args:
        kit: of the turn.
        asked: the ask.
        results: of the steps its search waits for.
        types: keys of the types it may be of.
        fields: what to fetch of it; empty for all.

    Raises:
        Incomplete: nothing is named.
        NotUnderstood: it is of another type.
        NotFound: it is not there.
        Ambiguous: there are several.
    """
    search = search_of(asked, results)
    kinds = listed([kit.catalogue[each].singular for each in types], "or")
    if search is None or not (search.branches != ((),) or search.names):
        raise Incomplete(f"Which {kinds}?")
    about = kit.catalogue[search.type]
    if search.type not in types:
        raise NotUnderstood(f"That is told of a {kinds}, not of a {about.singular}.")
    within = tuple(each for each in (about.within, *about.also_within) if each)
    asked_for = tuple(dict.fromkeys(("id", "display", about.name_field, *within, *fields))) if fields else ()
    found = page(kit, search, asked_for, "", MOST_REMEMBERED if fields else 2)
    rows = found.rows
    if not rows and search.names:
        rows = elsewhere(kit, about, search, asked_for)
    if not rows:
        names = asked.ask.selection.names if asked.ask.selection else []
        raise missing(kit, about, replace(search, names=search.names or tuple(names) or (search.phrase,)), asked.near)
    if len(rows) > 1:
        names = asked.ask.selection.names if asked.ask.selection else []
        span = names[0] if names else search.said
        several = page(kit, search, ("id", "display", about.name_field, *within), "", MOST_REMEMBERED).rows
        called = f" are called {span}" if names else ""
        text = f"Which {about.singular}? {number(found.total)} {about.plural}{called or ' fit'}."
        raise Ambiguous(text, span, tuple(hit_of(about, row) for row in several))
    return about, rows[0]


def focus_on(asked: Asked, about: ObjectType, row: Row) -> Focus:
    """Return what the thread is about after a report on one object."""
    hit: NameHit = hit_of(about, row)
    selection = asked.selection
    if selection is not None:
        selection = selection.model_copy(update={"names": [hit.name], "where": [], "refers": None, "type": about.key})
    return Focus(
        want=asked.ask.want,
        selection=selection,
        report=asked.ask.report,
        type=about.key,
        rows=(hit,),
        things=(hit,),
        grounds={**asked.grounds, hit.name: (hit,)},
        size=asked.ask.size,
        sort=tuple(asked.ask.sort),
    )


def focus_of(asked: Asked, type_: str | None = None) -> Focus:
    """Return what the thread is about after a report on several objects, or on everything."""
    return Focus(
        want=asked.ask.want,
        selection=asked.selection,
        report=asked.ask.report,
        type=type_,
        grounds=dict(asked.grounds),
        size=asked.ask.size,
        sort=tuple(asked.ask.sort),
    )
