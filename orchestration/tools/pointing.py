"""Conditions on objects of another type that point here: "sites without a router", "racks with at least two PDUs"."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product

from orchestration.catalogue.types import Link, ObjectType
from orchestration.errors import NotUnderstood
from orchestration.language.intent import Condition, Op, Selection, leaf, select
from orchestration.tools.link_terms import Translating, by_id, walked
from orchestration.tools.search import Branch, Origin, Term
from orchestration.tools.terms import FLIPPED, plain_terms, unknown_condition

_COUNTS = frozenset({"eq", "lt", "lte", "gt", "gte"})
_WORDS = {"eq": "", "gt": "over ", "gte": "at least "}


@dataclass(frozen=True, slots=True)
class Pointing:
    """Translates conditions on what points at a type's objects.

    Args:
        base: the translation they are part of.
        forward: returns the term for a link to the objects of a selection.
    """

    base: Translating
    forward: Callable[..., Term]

    def terms(
        self, about: ObjectType, key: str, condition: Condition, *, negated: bool, link: Link | None = None
    ) -> tuple[Branch, ...]:
        """Return the terms of a condition on objects of a type that point here.

        Args:
            about: the type whose rows are meant.
            key: the type of what points at them.
            condition: "set" some does, "empty" none does, a comparison so many do; with a selection only its objects count.
            negated: whether it must not hold.
            link: the link meant; None for any that leads there.

        Raises:
            NotUnderstood: nothing of that type points here.
        """
        op: Op = condition.op or "set"
        counts = op in _COUNTS and bool(condition.values) and all(value.isdigit() for value in condition.values)
        named = list(condition.values) if op == "eq" and not counts else []
        selection = condition.selection or select(key, names=named)
        if selection.type is None:
            selection = selection.model_copy(update={"type": key})
        if op in {"set", "empty"} and negated:
            op, negated = FLIPPED[op], False
        unconditional = not (selection.where or selection.names or selection.refers)
        if unconditional and (counts or op in {"set", "empty"}):
            by_counter = self._by_counter(about, key, op, condition, negated=negated)
            if by_counter is not None:
                return by_counter
        links = (link,) if link is not None else self._links(about, key)
        if links[0].path:
            last = condition if counts else leaf(key, "set", selection=selection)
            inner = walked(self.base.catalogue, about, links[0].path, last)
            return self.base.leaf(about, inner, (), negated=negated or op == "empty")
        if op == "empty":
            op, negated = "set", not negated
        count = (op, int(condition.values[0])) if counts else None
        each = [self._by_link(about, one, selection, count, negated=negated) for one in links]
        # Nothing points here: by none of the links. Something does: by any of them.
        return (
            tuple(tuple(chosen) for chosen in product(*each))
            if negated
            else tuple((term,) for terms in each for term in terms)
        )

    def _links(self, about: ObjectType, key: str) -> tuple[Link, ...]:
        """Return the links that lead to a type: all filters, or else all links back, or else one path."""
        ways = self.base.catalogue.ways(about.key, key)
        if not ways:
            raise unknown_condition(about, self.base.catalogue[key].singular)
        if ways[0].path:
            return ways[:1]
        return tuple(each for each in ways if (each.back is None) == (ways[0].back is None))

    def _by_counter(
        self, about: ObjectType, key: str, op: Op, condition: Condition, *, negated: bool
    ) -> tuple[Branch, ...] | None:
        """Return the terms on the counter that NetBox keeps of them; None where it keeps none."""
        counter = next((name for name, counted in about.counters.items() if counted == key), None)
        if counter is None:
            return None
        plurals = self.base.catalogue[key].plural
        if op == "set":
            counted = leaf(counter, "gt", ["0"])
        elif op == "empty":
            counted = leaf(counter, "eq", ["0"])
        else:
            counted = leaf(counter, op, list(condition.values))
        return plain_terms(about, counted, negated=negated, plurals=plurals)

    def _by_link(
        self, about: ObjectType, link: Link, selection: Selection, count: tuple[Op, int] | None, *, negated: bool
    ) -> list[Term]:
        if link.back is None and count not in (None, ("gt", 0), ("gte", 1)):
            plural = self.base.catalogue[link.target].plural
            raise NotUnderstood(
                f"How many {plural} there are NetBox does not tell of {about.plural}.", "Ask for one of them."
            )
        if link.back is None:
            return [self.forward(about, link, selection, negated=negated)]
        if count is not None and (count[0] in {"lt", "lte"} or count == ("eq", 0)):
            # What nothing points at is not among the records, so "at most" is told by who has more.
            count, negated = (FLIPPED.get(count[0], "gt"), count[1]), not negated
        step = self.base.pick(selection, (link.back,))
        search = self.base.search_of(step)
        other = self.base.catalogue[search.type]
        which = f"{_WORDS[count[0]]}{count[1]} {other.plural}" if count else other.singular
        said = " ".join(word for word in ("without" if negated else "with", which, search.phrase) if word)
        term = by_id(negated=negated, origin=Origin(step, link.back, count=count))
        return [replace(term, said=said, phrase=said)]
