"""How many: one small request."""

from collections.abc import Mapping
from typing import Any

from orchestration.messages import prose
from orchestration.sessions.session import Focus
from orchestration.tools.absent import missing
from orchestration.tools.draft import Draft
from orchestration.tools.filling import fill
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.rows import split, total
from orchestration.tools.wording import after, counted


def count(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Count the objects of a search.

    Args:
        kit: of the turn.
        asked: the ask and its search.
        results: of the steps the search waits for.

    Raises:
        NotFound: a name is not there.
    """
    search = fill(asked.searching, results)
    about = kit.catalogue[search.type]
    amount = total(kit, search)
    if not amount and search.names:
        raise missing(kit, about, search, asked.near)
    branches = split(search)
    alone = len(branches) == 1 and all(term.param for term in branches[0])
    params = tuple(pair for term in branches[0] for pair in term.params) if alone else ()
    line = f"{counted(amount, about) if amount else f'No {about.plural}'}{after(search.phrase)}."
    return Draft(
        intent="count",
        parts=(prose(line),),
        understood=" · ".join(each for each in (about.plural, search.said, "how many") if each),
        url=kit.inventory.page(about.key, None, params) if alone else None,
        focus=Focus(want="count", selection=asked.selection, type=about.key, grounds=dict(asked.grounds)),
    )
