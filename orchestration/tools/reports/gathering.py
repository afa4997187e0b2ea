"""Reading all lists of a report at once: in two waves, bounded, and without what this identity may not see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from orchestration.catalogue.catalogue import Catalogue
from orchestration.errors import NotAllowed
from orchestration.messages import Notice
from orchestration.ports import Page, Query
from orchestration.tools.kit import Kit, together
from orchestration.tools.narrower import too_much
from orchestration.tools.proof import Row, prove, wanted
from orchestration.tools.rows import LONGEST_PAGE, query_of, split
from orchestration.tools.search import Branch, Search
from orchestration.tools.wording import listed, number

# A report takes 25 requests at most; this leaves room for what it is about and what belongs to it.
MOST_REQUESTS = 20


@dataclass(frozen=True, slots=True)
class Part:
    """One list that a report reads.

    Args:
        search: which objects.
        fields: what to fetch of them; none where only their number is wanted.
        pages: of 1,000 rows at most.
        main: without it there is no report.
    """

    search: Search
    fields: tuple[str, ...] = ()
    pages: int = 5
    main: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What was read of one list.

    Args:
        rows: the records, all or as many as were read.
        total: how many there are.
        hidden: whether this identity may not see the list.
    """

    rows: tuple[Row, ...] = ()
    total: int = 0
    hidden: bool = False

    @property
    def whole(self) -> bool:
        """Whether these are all the records."""
        return len(self.rows) >= self.total and not self.hidden


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was read of all lists, by the names the report gave them."""

    parts: Mapping[str, Part]
    found: Mapping[str, Found]

    def __getitem__(self, name: str) -> Found:
        return self.found[name]

    def notices(self, catalogue: Catalogue) -> list[Notice]:
        """Return what the figures leave out: what may not be seen, and where only the first rows were read."""
        notices = []
        plurals = {name: catalogue[part.search.type].plural for name, part in self.parts.items()}
        hidden = dict.fromkeys(plurals[name] for name, each in self.found.items() if each.hidden)
        if hidden:
            notices.append(
                Notice(level="warning", text=f"Left out, for this token may not see them: {listed(list(hidden))}.")
            )
        cut = {
            plurals[name]: f"the first {number(len(each.rows))} of {number(each.total)} {plurals[name]}"
            for name, each in self.found.items()
            if self.parts[name].fields and not each.whole and not each.hidden
        }
        if cut:
            text = f"Counted from {listed(list(cut.values()))}; name a site or a tenant to have it exact."
            notices.append(Notice(level="warning", text=text))
        return notices


def gather(kit: Kit, parts: Mapping[str, Part]) -> Gathered:
    """Read several lists: their first pages at once, then at once what is left of them.

    Args:
        kit: of the turn.
        parts: what to read, by name.

    Raises:
        NotAllowed: this identity may not see the main list.
        TooMuch: it would take too many requests; questions that cost less come with it.
        ProofFailed: a row is not what was asked for.
    """
    branches = {name: split(part.search) for name, part in parts.items()}
    firsts = [(name, at) for name in parts for at in range(len(branches[name]))]
    if len(firsts) > MOST_REQUESTS:
        main = next((part for part in parts.values() if part.main), next(iter(parts.values())))
        raise too_much(
            kit.catalogue[main.search.type],
            f"That would take over {number(len(firsts))} requests to NetBox; I did not.",
        )
    pages = _ask(kit, [_query(parts[name], branches[name][at], 0) for name, at in firsts])
    left = MOST_REQUESTS - len(firsts)
    rest: list[tuple[str, int, int]] = []
    for (name, at), page in zip(firsts, pages, strict=True):
        if page is None or not parts[name].fields:
            continue
        # No list takes so much that none is left for the others.
        offsets = range(LONGEST_PAGE, page.total, LONGEST_PAGE)[: min(parts[name].pages - 1, max(left, 0))]
        rest += [(name, at, offset) for offset in offsets]
        left -= len(offsets)
    further = _ask(kit, [_query(parts[name], branches[name][at], offset) for name, at, offset in rest])
    asked = [*firsts, *((name, at) for name, at, _ in rest)]
    found: dict[str, Found] = {}
    for name, part in parts.items():
        answers = [
            (branches[name][at], page)
            for (whose, at), page in zip(asked, [*pages, *further], strict=True)
            if whose == name
        ]
        found[name] = _found(kit, part, answers, len(branches[name]))
        if part.main and found[name].hidden:
            raise NotAllowed(f"This token may not see {kit.catalogue[part.search.type].plural}.")
    return Gathered(parts, found)


def _found(kit: Kit, part: Part, answers: Sequence[tuple[Branch, Page | None]], firsts: int) -> Found:
    """Return the rows of one list, each once and proven; the first pages come first and tell how many there are."""
    rows: dict[int, Row] = {}
    read = 0
    for branch, page in answers:
        if page is None:
            return Found(hidden=True)
        prove(branch, page.rows, kit.catalogue[part.search.type].plural)
        alone = replace(part.search, branches=(branch,))
        rows |= {row["id"]: row for row in page.rows if wanted(alone, row)}
        read += len(page.rows)
    total = sum(page.total for _, page in answers[:firsts] if page is not None)
    return Found(tuple(rows.values()), len(rows) if read >= total else total)


def _query(part: Part, branch: Branch, offset: int) -> Query:
    if not part.fields:
        return query_of(part.search.type, branch, ("id",), limit=1)
    fields = tuple(dict.fromkeys(("id", "display", *part.fields)))
    return query_of(part.search.type, branch, fields, limit=LONGEST_PAGE, offset=offset)


def _ask(kit: Kit, queries: Sequence[Query]) -> list[Page | None]:
    def read(query: Query) -> Page | None:
        try:
            return kit.inventory.list(query)
        except NotAllowed:
            return None

    return together([lambda query=query: read(query) for query in queries])  # type: ignore[misc]
