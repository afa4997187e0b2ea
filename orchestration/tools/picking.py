"""Finding the objects that later steps need: by name, by conditions, by id."""

from collections.abc import Mapping
from typing import Any

from orchestration.errors import Ambiguous
from orchestration.tools.absent import elsewhere, missing
from orchestration.tools.filling import Picked, fill
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Picking
from orchestration.tools.rows import Rows, everything, page
from orchestration.tools.search import Search
from orchestration.tools.snapshot import MOST_REMEMBERED, hit_of
from orchestration.tools.wording import number


def pick(kit: Kit, told: Picking, results: Mapping[str, Any]) -> Picked:
    """Find the objects of a search with the fields that later steps take.

    Args:
        kit: of the turn.
        told: which objects, and what of them.
        results: of the steps the search waits for.

    Raises:
        NotFound: a name is not there.
        Ambiguous: one object is meant and several fit.
    """
    search, single = fill(told.search, results), told.single
    about = kit.catalogue[search.type]
    named = (about.name_field,) if about.name_field in about.fields else ()
    within = tuple(each for each in (about.within, *about.also_within) if each and single)
    fields = tuple(dict.fromkeys(("id", "display", *named, *within, *(each.split(".")[0] for each in told.fields))))
    found = _found(kit, search, fields, single)
    rows = found.rows
    if not rows and search.names:
        rows = elsewhere(kit, about, search, fields)
        if not rows:
            raise missing(kit, about, search, told.near)
    if single and len(rows) > 1:
        choices = tuple(hit_of(about, row) for row in rows[:MOST_REMEMBERED])
        text = f"Which {about.singular}? {number(found.total)} {about.plural} are called {single}."
        raise Ambiguous(text, single, choices)
    return Picked(search.type, rows)


def _found(kit: Kit, search: Search, fields: tuple[str, ...], single: str) -> Rows:
    if single:
        return page(kit, search, fields, "", MOST_REMEMBERED)
    return everything(kit, search, fields)
