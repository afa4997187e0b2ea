"""What part of NetBox a report is about, and what belongs to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from orchestration.errors import Ambiguous, NotUnderstood
from orchestration.language.intent import leaf, select
from orchestration.language.reading import NameHit
from orchestration.tools.absent import elsewhere, missing
from orchestration.tools.filling import Picked, fill
from orchestration.tools.kit import Kit
from orchestration.tools.picking import pick
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.reports.subject import search_of
from orchestration.tools.rows import everything
from orchestration.tools.search import Search
from orchestration.tools.snapshot import hit_of
from orchestration.tools.translate import Translator
from orchestration.tools.wording import listed, number

# As many objects as a condition takes by name.
MOST_NAMED = 50
MOST_SAID = 3
PLACES = frozenset(
    {"dcim.site", "dcim.sitegroup", "dcim.region", "dcim.location", "dcim.rack", "ipam.vrf", "ipam.prefix"}
)


@dataclass(frozen=True, slots=True)
class Scope:
    """The objects that a report is about; everything where nothing was named.

    Args:
        kit: of the turn.
        type: key of their type; empty for everything.
        rows: their records, with id and name.
        near: the nearest of names that are not there, where the reader found them.
        phrase: as it follows a noun: "in DM-Akron"; empty for everything.
    """

    kit: Kit
    type: str = ""
    rows: tuple[Row, ...] = ()
    near: Mapping[str, tuple[NameHit, ...]] = field(default_factory=dict)
    phrase: str = ""

    @property
    def all(self) -> bool:
        """Whether it is everything."""
        return not self.type

    @property
    def hits(self) -> tuple[NameHit, ...]:
        """The objects as the thread remembers them."""
        return tuple(hit_of(self.kit.catalogue[self.type], row) for row in self.rows) if self.type else ()

    def where(self, type_: str) -> str:
        """Return the phrase as it follows a type's noun; none for many of that type itself: "racks in 30 racks" says nothing."""
        return "" if self.type == type_ and len(self.rows) > MOST_SAID else self.phrase

    def of(self, type_: str) -> Search:
        """Return the search for the objects of a type that belong here.

        Raises:
            NotUnderstood: nothing leads from the one type to the other.
        """
        if self.all:
            return Search(type_)
        catalogue = self.kit.catalogue
        names = {f"{hit.name} (id {hit.id})": (hit.model_copy(update={"score": 1.0}),) for hit in self.hits}
        if not names:
            return Search(type_, ())
        translator = Translator(catalogue, names, self.near)
        if type_ == self.type:
            return translator.search(select(type_, names=list(names)))
        ways = catalogue.ways(type_, self.type)
        if not ways:
            about = catalogue[self.type]
            raise NotUnderstood(f"I do not see how {catalogue[type_].plural} belong to a {about.singular}.")
        best = ways[0]
        over = best.path or best.back
        owners = select(self.type, names=list(names))
        condition = leaf(self.type, "set", selection=owners) if over else leaf(best.name, "eq", list(names))
        search = translator.search(select(type_, where=[condition]))
        results: dict[str, Picked] = {}
        for step in translator.steps:
            results[step.id] = pick(self.kit, step.args, results)
        return fill(search, results)

    def records(self, type_: str, fields: Sequence[str] = ()) -> tuple[Row, ...]:
        """Return the records of a type that belong here."""
        return everything(self.kit, self.of(type_), ("id", *fields)).rows

    def reaches(self, type_: str) -> bool:
        """Say whether anything leads from a type to what this is about."""
        return self.all or type_ == self.type or bool(self.kit.catalogue.ways(type_, self.type))


def scope_of(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Scope:
    """Return what a report is about.

    Args:
        kit: of the turn.
        asked: the ask.
        results: of the steps its search waits for.

    Raises:
        NotFound: a name is not there.
        Ambiguous: a name is several objects'.
        NotUnderstood: there are more objects than a report takes.
    """
    search = search_of(asked, results)
    if search is None or (search.branches == ((),) and not search.names):
        return Scope(kit)
    about = kit.catalogue[search.type]
    within = tuple(each for each in (about.within, *about.also_within) if each)
    fields = tuple(dict.fromkeys(("id", "display", about.name_field, *within)))
    rows = everything(kit, search, fields).rows
    names = list(asked.ask.selection.names) if asked.ask.selection else []
    if not rows and names:
        sought = replace(search, names=tuple(names))
        rows = elsewhere(kit, about, sought, fields)
        if not rows:
            raise missing(kit, about, sought, asked.near)
    if len(names) == 1 and len(rows) > 1:
        text = f"Which {about.singular}? {number(len(rows))} {about.plural} are called {names[0]}."
        raise Ambiguous(text, names[0], tuple(hit_of(about, row) for row in rows[:MOST_NAMED]))
    if len(rows) > MOST_NAMED:
        raise NotUnderstood(
            f"That is {number(len(rows))} {about.plural}; a report takes {MOST_NAMED} at once.", "Name fewer, or none."
        )
    called = [hit_of(about, row).name for row in rows]
    words = listed(called) if 0 < len(called) <= MOST_SAID else f"{number(len(called))} {about.plural}"
    phrase = f"{'in' if about.key in PLACES else 'of'} {words}"
    return Scope(kit, search.type, rows, asked.near, phrase)
