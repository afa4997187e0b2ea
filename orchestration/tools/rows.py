"""Reading the rows of a search: as few requests as it takes, each row proven."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from orchestration.errors import Refused
from orchestration.ports import Page, Query
from orchestration.tools.kit import Kit
from orchestration.tools.narrower import too_much
from orchestration.tools.proof import Row, prove, wanted
from orchestration.tools.search import Branch, Search, Term
from orchestration.tools.wording import number, plural

# An address with more ids gets longer than what proxies let through (8 KB).
MOST_IDS = 200
LONGEST_PAGE = 1000
# A question that would take more requests than this is not asked but told.
MOST_PAGES = 60


@dataclass(frozen=True, slots=True)
class Rows:
    """What a search found.

    Args:
        type: key of the rows' type.
        rows: the rows, all or the first of them.
        total: how many there are in all.
        params: the filters that find exactly these rows; None where rows were checked here.
        here: whether rows were put together here.
        compared: whether rows were checked here for what NetBox has no filter for.
    """

    type: str
    rows: tuple[Row, ...]
    total: int
    params: tuple[tuple[str, str], ...] | None = None
    here: bool = False
    compared: bool = False

    @property
    def whole(self) -> bool:
        """Whether these are all the rows."""
        return len(self.rows) >= self.total


def split(search: Search) -> list[Branch]:
    """Return the branches as single requests take them: alike ones joined, of too many ids so many at a time."""
    apart = [branch for each in search.branches if (branch := _once(each)) is not None]
    return [part for branch in _joined(apart) for part in _chunks(branch)]


def _once(branch: Branch) -> Branch | None:
    """Return a branch that sends each filter once: NetBox takes a filter given twice as either, where both are meant.

    Returns:
        The branch; None where its ids have nothing in common, so that nothing can fit.
    """
    once: list[Term] = []
    for term in branch:
        same = next((at for at, other in enumerate(once) if term.param is not None and other.param == term.param), None)
        if same is None or term.negated or term.shape == "tag":
            # Left out twice is left out of both, and tags given twice are both.
            once.append(term)
        elif term.shape == "id":
            common = tuple(value for value in once[same].values if value in term.values)
            if not common:
                return None
            once[same] = once[same].filled(common)
        elif term.shows is not None:
            once.append(replace(term, param=None))
        else:
            raise Refused(
                f"I cannot ask NetBox for two things of {term.field} at once.", "Ask for one, then narrow it."
            )
    return tuple(once)


def _joined(branches: Sequence[Branch]) -> list[Branch]:
    """Join branches that differ in the values of one filter alone: given again, it takes either."""
    joined: list[Branch] = []
    for branch in branches:
        for at, other in enumerate(joined):
            if (both := _either(other, branch)) is not None:
                joined[at] = both
                break
        else:
            joined.append(branch)
    return joined


def _either(one: Branch, other: Branch) -> Branch | None:
    if len(one) != len(other):
        return None
    differ = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differ) != 1:
        return one if not differ else None
    at = differ[0]
    a, b = one[at], other[at]
    alike = replace(a, values=(), said="", phrase="") == replace(b, values=(), said="", phrase="")
    if (
        not alike
        or a.param is None
        or a.negated
        or a.op != "eq"
        or a.shape not in {"id", "choice", "text"}
        or a.sent is not None
    ):
        return None
    return (*one[:at], a.filled(tuple(dict.fromkeys((*a.values, *b.values)))), *one[at + 1 :])


def _chunks(branch: Branch) -> list[Branch]:
    for at, term in enumerate(branch):
        if term.param is None or len(term.values) <= MOST_IDS:
            continue
        if term.negated:
            # Leaving many out cannot be spread over requests; the rows show it.
            return _chunks((*branch[:at], replace(term, param=None), *branch[at + 1 :]))
        parts = [term.values[begin : begin + MOST_IDS] for begin in range(0, len(term.values), MOST_IDS)]
        return [chunk for part in parts for chunk in _chunks((*branch[:at], term.filled(part), *branch[at + 1 :]))]
    return [branch]


def query_of(
    type_: str, branch: Branch, fields: Sequence[str], *, ordering: str = "", limit: int, offset: int = 0
) -> Query:
    """Return the question to NetBox for one branch, with the fields that prove it."""
    params = tuple(dict.fromkeys(pair for term in branch for pair in term.params))
    proving = (term.shows.split(".")[0] for term in branch if term.shows)
    asked = tuple(dict.fromkeys((*fields, *proving))) if fields else ()
    return Query(type=type_, params=params, fields=asked, ordering=ordering, limit=limit, offset=offset)


def page(kit: Kit, search: Search, fields: Sequence[str], ordering: str = "", limit: int = 50) -> Rows:
    """Return the first rows of a search, and how many there are.

    Args:
        kit: what to work with.
        search: filled.
        fields: what to fetch; what proves the rows comes along.
        ordering: NetBox's ordering.
        limit: rows at most.

    Raises:
        ProofFailed: a row is not what was asked for.
        TooMuch: too much would have to be read.
    """
    branches = split(search)
    if len(branches) == 1 and all(term.param is not None for term in branches[0]):
        answer = kit.inventory.list(query_of(search.type, branches[0], fields, ordering=ordering, limit=limit))
        prove(branches[0], answer.rows, kit.catalogue[search.type].plural)
        params = tuple(pair for term in branches[0] for pair in term.params)
        return Rows(search.type, answer.rows, answer.total, params)
    return everything(kit, search, fields, ordering)


def everything(kit: Kit, search: Search, fields: Sequence[str], ordering: str = "") -> Rows:
    """Return all rows of a search.

    Raises:
        ProofFailed: a row is not what was asked for.
        TooMuch: too much would have to be read.
    """
    about = kit.catalogue[search.type]
    branches = split(search)
    if not branches:
        return Rows(search.type, (), 0, None)
    firsts = kit.pages(
        [query_of(search.type, each, fields, ordering=ordering, limit=LONGEST_PAGE) for each in branches]
    )
    rest = [
        (branch, offset)
        for branch, first in zip(branches, firsts, strict=True)
        for offset in range(LONGEST_PAGE, first.total, LONGEST_PAGE)
    ]
    if len(rest) + len(branches) > MOST_PAGES:
        total = sum(first.total for first in firsts)
        raise too_much(
            about,
            f"That would mean reading {number(total)} {about.plural}, {plural(len(rest) + len(branches), 'request')} to NetBox; I did not.",
        )
    further = kit.pages(
        [
            query_of(search.type, branch, fields, ordering=ordering, limit=LONGEST_PAGE, offset=offset)
            for branch, offset in rest
        ]
    )
    pages: list[tuple[Branch, Page]] = [*zip(branches, firsts, strict=True)]
    pages += [(branch, answer) for (branch, _), answer in zip(rest, further, strict=True)]
    found: dict[int, Row] = {}
    for branch, answer in pages:
        prove(branch, answer.rows, about.plural)
        alone = replace(search, branches=(branch,))
        found |= {row["id"]: row for row in answer.rows if wanted(alone, row)}
    compared = any(term.param is None for branch in branches for term in branch)
    here = len(branches) > 1 or compared
    params = None if here else tuple(pair for term in branches[0] for pair in term.params)
    return Rows(search.type, tuple(found.values()), len(found), params, here, compared)


def total(kit: Kit, search: Search) -> int:
    """Return how many rows a search has, by one small request where NetBox can tell."""
    branches = split(search)
    if len(branches) == 1 and all(term.param is not None for term in branches[0]):
        answer = kit.inventory.list(query_of(search.type, branches[0], ("id",), limit=1))
        prove(branches[0], answer.rows, kit.catalogue[search.type].plural)
        return answer.total
    return everything(kit, search, ("id",)).total


def by_ids(kit: Kit, type_: str, ids: Sequence[int], fields: Sequence[str]) -> dict[int, Row]:
    """Return records by their ids; those that are gone or not to be seen are left out."""
    search = Search(type_, ((Term("id", "id", values=tuple(map(str, ids)), param="id", shows="id"),),))
    if not ids:
        return {}
    branches = split(search)
    answers = kit.pages([query_of(type_, each, fields, limit=MOST_IDS) for each in branches])
    for branch, answer in zip(branches, answers, strict=True):
        prove(branch, answer.rows, kit.catalogue[type_].plural)
    return {row["id"]: row for answer in answers for row in answer.rows}
