"""Lists of objects: the first page, proven, as a snapshot that can go on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from orchestration.catalogue.types import ObjectType
from orchestration.language.intent import leaf, select
from orchestration.messages import Notice, Part, prose
from orchestration.sessions.session import Focus
from orchestration.tools.absent import missing
from orchestration.tools.cells import MASK, at, name_of, text_of
from orchestration.tools.columns import Shown, chosen, column_of, hosted, kept, needed, table, without_host
from orchestration.tools.draft import Draft
from orchestration.tools.exporting import CSV, filed, further
from orchestration.tools.filling import fill
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.rows import Rows, page
from orchestration.tools.search import Search
from orchestration.tools.snapshot import MOST_KEPT, ids_of, more_button, remembered, snapshot
from orchestration.tools.sorting import ordering_of, sorted_rows
from orchestration.tools.wording import after, counted, first_upper, inline, listed, number

# With so many rows at hand the snapshot costs no request of its own.
FIRST_READ = 50


def find(kit: Kit, asked: Asked, results: Mapping[str, Any], columns: Sequence[str] = ()) -> Draft:
    """List the objects of a search.

    Args:
        kit: of the turn.
        asked: the ask and its search.
        results: of the steps the search waits for.
        columns: to show where none were asked for; the type's own where there are none of these.

    Raises:
        NotFound: a name is not there.
        NotUnderstood: a column or a field to sort by is not there.
    """
    search = fill(asked.searching, results)
    about = kit.catalogue[search.type]
    shown = _columns(kit, about, asked, search, columns)
    fields, ordering = needed(about, shown), ordering_of(asked.ask.sort)
    file = asked.ask.report == CSV
    found = page(kit, search, fields, ordering, MOST_KEPT if file else max(FIRST_READ, kit.rows))
    found = sorted_rows(kit, search, found, fields, asked.ask.sort)
    if not found.total and search.names:
        raise missing(kit, about, search, asked.near)
    total = min(found.total, asked.ask.limit or found.total)
    held = ids_of(kit, search, found, ordering)[:total]
    rows = hosted(kit, about, shown, found.rows[: min(kit.rows, total)])
    listed_ = _List(kit, about, asked, search, shown, found, total, held, rows)
    return listed_.file(fields) if file else listed_.draft()


def _columns(kit: Kit, about: ObjectType, asked: Asked, search: Search, instead: Sequence[str]) -> tuple[Shown, ...]:
    """Return the columns, what is sorted by and what was compared among them."""
    silent = {about.name_field, "id", "display", "tags", MASK}
    sorted_by = [each.field for each in asked.ask.sort if each.field not in silent]
    if asked.ask.columns:
        return chosen(kit, about, [*asked.ask.columns, *sorted_by])
    compared = [
        term.field
        for term in search.terms
        if term.shape in {"number", "time", "custom"} and term.field not in silent and term.op != "empty"
    ]
    lead = [column_of(kit, about, name) for name in (*sorted_by, *compared)]
    return tuple({each.name: each for each in (*lead, *chosen(kit, about, instead))}.values())


@dataclass(frozen=True, slots=True)
class _List:
    """A listing that was read, to be told.

    Args:
        kit, about, asked, search: of the ask.
        columns: the columns read.
        found: the rows read.
        total: rows of the listing.
        held: rows of the snapshot, with id and status.
        rows: the rows to show.
    """

    kit: Kit
    about: ObjectType
    asked: Asked
    search: Search
    columns: tuple[Shown, ...]
    found: Rows
    total: int
    held: Sequence[Row]
    rows: Sequence[Row]

    def draft(self) -> Draft:
        """Return the listing as an answer."""
        shown = without_host(kept(self.columns, self.rows, self._said()))
        names = [each.name for each in shown]
        head = self._head()
        understood = " · ".join(each for each in (self.about.plural, self.search.said, self._sorted()) if each)
        listing = snapshot(self.kit, self.found, self.held, self.total, columns=names, understood=understood, head=head,
                           ordering=ordering_of(self.asked.ask.sort))  # fmt: skip
        parts: list[Part] = [prose(head)]
        if self.rows:
            parts.append(table(self.kit, self.about, shown, self.rows))
        params = self.found.params
        return Draft(
            intent="find",
            parts=(*parts, *self._notices(names)),
            buttons=more_button(listing, self.kit.rows),
            rows_total=self.total,
            understood=understood,
            shown=len(self.rows),
            url=self.kit.inventory.page(self.about.key, None, params) if params is not None else None,
            listing=listing,
            rows=tuple(self.held),
            focus=self._focus(listing.id, names),
        )

    def file(self, fields: Sequence[str]) -> Draft:
        """Return the listing as a file with all its rows.

        Args:
            fields: that were fetched of each row.
        """
        draft = self.draft()
        listing = draft.listing
        rows = self.found.rows[: self.total]
        if listing is None or not rows:
            return draft
        if len(rows) < self.total and self.found.params is not None:
            rows = further(self.kit, listing, fields, rows)
        parts = filed(self.kit, self.about, self.columns, rows, listing)
        notices = [part for part in draft.parts if isinstance(part, Notice)]
        return replace(draft, parts=(prose(self._head()), *parts, *notices), buttons=(), shown=len(rows))

    def _said(self) -> set[str]:
        """Return the columns whose one value the first line says: what was asked for, and a status that all have."""
        if len(self.search.branches) != 1:
            return set()
        told = {
            term.field
            for term in self.search.branches[0]
            if term.op == "eq" and not term.negated and len(term.values) == 1 and term.shape in {"id", "choice"}
        }
        if len({text_of(row.get("status")) for row in self.held}) == 1 and self._standing():
            told.add("status")
        return told - {*self.asked.ask.columns, *(each.field for each in self.asked.ask.sort)}

    def _head(self) -> str:
        """Return the first line: the number, what it is of, and how they stand."""
        ask, total, phrase = self.asked.ask, self.found.total, after(self.search.phrase)
        if not total:
            return f"No {self.about.plural}{phrase}."
        if ask.limit is not None and ask.sort and self.rows:
            return self._top()
        if self.total < total:
            return f"The first {self.total} of {counted(total, self.about)}{phrase}."
        return f"{counted(total, self.about)}{phrase}{self._standing()}."

    def _top(self) -> str:
        by = self.asked.ask.sort[0]
        field = self.about.fields.get(by.field)
        label = inline(field.label) if field else by.field.replace("_", " ")
        if len(self.rows) == 1:
            value = text_of(at(self.rows[0], by.field), field)
            if not value:
                return f"None of {counted(self.found.total, self.about)} has a {label}."
            return f"{name_of(self.rows[0], self.about)} has the {'highest' if by.descending else 'lowest'} {label}: {value}."
        rank = (
            ("newest" if by.descending else "oldest") if by.field == "created" else "top" if by.descending else "lowest"
        )
        if rank in {"newest", "oldest"}:
            return f"The {rank} {len(self.rows)} of {counted(self.found.total, self.about)}."
        return f"{first_upper(rank)} {len(self.rows)} of {counted(self.found.total, self.about)} by {label}."

    def _standing(self) -> str:
        """Return ", all active" or ", 68 active" where the rows at hand tell it of all."""
        told = any(term.field == "status" for term in self.search.terms)
        if "status" not in self.about.fields or len(self.held) != self.total or told:
            return ""
        states = Counter(text_of(row.get("status")).lower() for row in self.held).most_common()
        if not states or not states[0][0]:
            return ""
        if len(states) == 1:
            return f", {'all ' if self.total > 1 else ''}{states[0][0]}"
        return ", " + listed([f"{number(amount)} {state}" for state, amount in states[:3] if state])

    def _sorted(self) -> str:
        if not self.asked.ask.sort:
            return ""
        by = self.asked.ask.sort[0]
        field = self.about.fields.get(by.field)
        return (
            f"by {inline(field.label) if field else by.field.replace('_', ' ')}{', falling' if by.descending else ''}"
        )

    def _notices(self, shown: Sequence[str]) -> list[Part]:
        notices: list[Part] = []
        empty = [
            inline(each.title)
            for each in self.columns
            if each.name in self.asked.ask.columns and each.name not in shown
        ]
        if empty and self.rows:
            whose = "of these rows has one" if len(self.rows) > 1 else "there"
            notices.append(Notice(text=f"{first_upper(listed(empty))}: none {whose}."))
        if self.found.compared and self.found.total:
            notices.append(Notice(text="NetBox has no filter for that; I compared the rows myself."))
        return notices

    def _focus(self, listing: str, columns: Sequence[str]) -> Focus:
        selection = self.asked.selection
        if self.total < self.found.total:
            ids = [str(row["id"]) for row in self.held[:50]]
            selection = select(self.about.key, where=[leaf("id", "eq", ids)])
        hits = remembered(self.about, self.rows)
        return Focus(
            want="find",
            selection=selection,
            whole=self.asked.selection if selection is not self.asked.selection else None,
            listing=listing,
            type=self.about.key,
            rows=hits,
            things=hits if self.total == 1 else (),
            grounds=dict(self.asked.grounds),
            columns=tuple(columns),
            sort=tuple(self.asked.ask.sort),
        )
