"""What "it", "those", "the second one" stand for: the thread's references, filled in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from orchestration.catalogue.catalogue import Catalogue
from orchestration.errors import NotUnderstood
from orchestration.language.intent import Ask, Assignment, Condition, Reference, Selection, leaf
from orchestration.language.reading import NameHit
from orchestration.ports import Sessions
from orchestration.sessions.session import Focus, Topic

# So many ids of a listing can stand for "those"; a longer one is found again by its conditions.
MOST_IDS = 200
_READS = frozenset({"find", "inspect", "count", "report", "picture", "compare"})


@dataclass(slots=True)
class References:
    """Fills in what refers to the thread; what names mean gathers on the way.

    Args:
        topic: what the thread is about.
        catalogue: the object types.
        sessions: where listings are kept.
        grounds: what names mean; grows.
        before: the asks of this message that were filled in already.
    """

    topic: Topic
    catalogue: Catalogue
    sessions: Sessions
    grounds: dict[str, tuple[NameHit, ...]] = field(default_factory=dict)
    before: list[Ask] = field(default_factory=list)

    def in_ask(self, ask: Ask) -> Ask:
        """Return an ask without references but those to other asks.

        Raises:
            NotUnderstood: there is nothing that a reference could stand for.
        """
        return ask.model_copy(
            update={
                "selection": self.in_selection(ask.selection) if ask.selection else None,
                "parent": self.in_selection(ask.parent) if ask.parent else None,
                "values": [self._in_assignment(each) for each in ask.values],
            }
        )

    def _in_assignment(self, assignment: Assignment) -> Assignment:
        if assignment.selection is None:
            return assignment
        return assignment.model_copy(update={"selection": self.in_selection(assignment.selection)})

    def in_selection(self, selection: Selection) -> Selection:
        """Return a selection with its references filled in, within its conditions too."""
        where = [self._in_condition(each) for each in selection.where]
        plain = selection.model_copy(update={"where": where})
        refers = selection.refers
        if refers is None:
            return plain
        if refers.to == "ask":
            return self._by_ask(plain, refers)
        return self._filled(plain.model_copy(update={"refers": None}), refers)

    def _in_condition(self, condition: Condition) -> Condition:
        return condition.model_copy(
            update={
                "selection": self.in_selection(condition.selection) if condition.selection else None,
                "parts": [self._in_condition(each) for each in condition.parts],
            }
        )

    def _filled(self, selection: Selection, refers: Reference) -> Selection:
        match refers.to:
            case "row":
                return self._by_hits(selection, (self._row(refers),))
            case "thing":
                return self._about(selection, refers, self.topic.focus)
            case "earlier":
                return self._about(selection, refers, self.topic.focus[1:] or self.topic.focus)
            case _:
                return self._by_listing(selection, refers)

    def _by_ask(self, selection: Selection, refers: Reference) -> Selection:
        """Fill in what another ask of the message reads; what it makes, or its first few rows, only its result can tell."""
        other = self.before[refers.ask] if refers.ask is not None and refers.ask < len(self.before) else None
        if other is None or other.selection is None or other.limit is not None or other.want not in _READS:
            return selection
        return self._from_base(selection.model_copy(update={"refers": None}), other.selection)

    def _row(self, refers: Reference) -> NameHit:
        listed = (each for each in self.topic.focus if len(each.rows) > 1 or (each.rows and each.listing))
        focus = next(listed, None) or next((each for each in self.topic.focus if each.rows), None)
        position = refers.position or 1
        if focus is None:
            raise NotUnderstood("I have listed nothing yet that you could mean.", "Say its name.")
        if abs(position) > len(focus.rows):
            raise NotUnderstood(f"There are only {len(focus.rows)} rows to choose from.", "Say its name.")
        return focus.rows[position - 1 if position > 0 else position]

    def _about(self, selection: Selection, refers: Reference, focuses: Sequence[Focus]) -> Selection:
        """Fill in an object that the thread was about, or else the listing."""
        for focus in focuses:
            things = tuple(hit for hit in focus.things if refers.type in {None, hit.type})
            if things:
                return self._by_hits(selection, things)
            if focus.listing and refers.type in {None, focus.type}:
                return self._by_focus(selection, focus)
        owner = next(
            (name for focus in focuses for hit in focus.things if (name := self._owner(hit, refers.type))), None
        )
        if owner is None:
            raise NotUnderstood("I do not know what you mean by that.", "Say its name.")
        if selection.type in {None, refers.type}:
            return selection.model_copy(update={"type": refers.type, "names": [owner]})
        return self._belonging(selection, refers.type or "", leaf("", "eq", [owner]))

    def _owner(self, hit: NameHit, type_: str | None) -> str | None:
        """Return the name of what an object lies in, where that is of a type: "the same box" after a port."""
        about = self.catalogue[hit.type]
        field = about.fields.get(about.within or "")
        return (
            hit.within if field is not None and type_ is not None and field.relation == type_ and hit.within else None
        )

    def _by_listing(self, selection: Selection, refers: Reference) -> Selection:
        fitting = [each for each in self.topic.focus if refers.type in {None, each.type}]
        focus = next((each for each in fitting if each.listing), None) or next(
            (each for each in fitting if each.selection), None
        )
        if focus is None:
            raise NotUnderstood("I have listed nothing yet that you could mean.", "Say which objects you mean.")
        return self._by_focus(selection, focus)

    def _by_focus(self, selection: Selection, focus: Focus) -> Selection:
        self.grounds |= {name: hits for name, hits in focus.grounds.items() if name not in self.grounds}
        base = focus.selection
        if base is None or base.refers is not None or _by_another_ask(base):
            base = self._by_ids(focus)
        return self._from_base(selection, base)

    def _from_base(self, selection: Selection, base: Selection) -> Selection:
        """Return a selection narrowed to another, or to what belongs to it."""
        if selection.type in {None, base.type}:
            return base.model_copy(
                update={
                    "names": selection.names or base.names,
                    "where": [*base.where, *selection.where],
                    "type": base.type,
                }
            )
        return self._belonging(selection, base.type or "", leaf("", "eq", selection=base))

    def _by_ids(self, focus: Focus) -> Selection:
        listing = self.sessions.listing(focus.listing) if focus.listing else None
        ids = listing.ids if listing is not None else tuple(hit.id for hit in focus.rows)
        if not ids or (listing is not None and listing.total > MOST_IDS):
            raise NotUnderstood(
                "That listing is too long to go on from, or gone.", "Say the objects you mean in words."
            )
        where = [leaf("id", "eq", [str(each) for each in ids])]
        return Selection(type=focus.type, names=[], where=where, refers=None)

    def _by_hits(self, selection: Selection, hits: Sequence[NameHit]) -> Selection:
        names = [self._named(hit) for hit in hits]
        kinds = {hit.type for hit in hits}
        if selection.type in {None, *kinds} and len(kinds) == 1:
            return selection.model_copy(update={"type": kinds.pop(), "names": names})
        return self._belonging(selection, hits[0].type, leaf("", "eq", names))

    def _belonging(self, selection: Selection, owner: str, condition: Condition) -> Selection:
        """Return what belongs to an object: "its interfaces"."""
        ways = (
            self.catalogue.ways(selection.type or "", owner)
            if selection.type and selection.type in self.catalogue
            else ()
        )
        if not ways:
            raise NotUnderstood("I do not see how these belong together.", "Say which objects you mean in words.")
        if ways[0].path:
            inside = condition.selection or Selection(type=owner, names=list(condition.values), where=[], refers=None)
            condition = leaf(owner, "set", selection=inside)
        else:
            condition = condition.model_copy(update={"field": ways[0].name})
        return selection.model_copy(update={"where": [*selection.where, condition]})

    def _named(self, hit: NameHit) -> str:
        """Return the text that stands for an object in the intent, and note what it means."""
        name = hit.name
        exact = (hit.model_copy(update={"score": 1.0}),)
        if self.grounds.get(name, exact) != exact:
            name = f"{hit.name} (id {hit.id})"
        self.grounds[name] = exact
        return name


def _by_another_ask(selection: Selection) -> bool:
    """Say whether a selection's conditions are about rows that another ask of its own message found: a later one has them no more."""
    waiting = [*selection.where]
    while waiting:
        each = waiting.pop()
        waiting += each.parts
        if each.selection is not None:
            if each.selection.refers is not None and each.selection.refers.to == "ask":
                return True
            waiting += each.selection.where
    return False
