"""Conditions on what a type is linked with: by names, by selections, by nothing at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from orchestration.catalogue.types import Link, ObjectType
from orchestration.errors import Ambiguous, NotUnderstood
from orchestration.language.intent import Condition, Op, Selection, leaf, select
from orchestration.language.reading import NameHit
from orchestration.tools.link_terms import Translating, linking, origin, spoken, taken, unset, walked
from orchestration.tools.pointing import Pointing
from orchestration.tools.search import Branch, Term
from orchestration.tools.terms import FLIPPED, unknown_condition
from orchestration.tools.wording import listed

_BY_TEXT = frozenset({"contains", "starts", "ends", "lt", "lte", "gt", "gte"})


@dataclass(frozen=True, slots=True)
class Linking:
    """Translates conditions on links.

    Args:
        base: the translation they are part of.
    """

    base: Translating

    def terms(
        self, about: ObjectType, link: Link, condition: Condition, beside: Sequence[Condition], *, negated: bool
    ) -> tuple[Branch, ...]:
        """Return the terms of a condition on a link.

        Args:
            about: the type whose rows are meant.
            link: its link.
            condition: on it.
            beside: all conditions that hold together with it: they may tell apart what one name means.
            negated: whether it must not hold.

        Raises:
            Ambiguous: a name fits several objects, and nothing tells them apart.
            NotUnderstood: the link does not lead to what is named.
        """
        op: Op = condition.op or "eq"
        if negated and op in {"empty", "set"}:
            op, negated = FLIPPED[op], False
        if link.path:
            return self.base.leaf(
                about, walked(self.base.catalogue, about, link.path, condition), beside, negated=negated
            )
        if link.back is not None:
            pointing = condition.model_copy(update={"op": op})
            return Pointing(self.base, self.from_selection).terms(
                about, link.target, pointing, link=link, negated=negated
            )
        if op in {"empty", "set"} and condition.selection is None:
            return ((unset(about, link, op),),)
        if op == "empty":
            negated = not negated
        if op in _BY_TEXT and condition.selection is None and link.target == "*":
            raise unknown_condition(about, link.name)
        if op in _BY_TEXT and condition.selection is None:
            named = self.base.catalogue[link.target].name_field
            condition = leaf(
                link.name, "eq", selection=select(link.target, where=[leaf(named, op, list(condition.values))])
            )
        if condition.selection is not None:
            return ((self.from_selection(about, link, condition.selection, negated=negated),),)
        return ((self._from_values(about, link, condition, beside, negated=negated),),)

    def from_selection(self, about: ObjectType, link: Link, selection: Selection, *, negated: bool) -> Term:
        """Return the term for a link to the objects of a selection, which an earlier step finds."""
        wanted = (
            selection if selection.type or link.target == "*" else selection.model_copy(update={"type": link.target})
        )
        key = self.base.type_of(wanted)
        if link.target not in {"*", key}:
            wanted, key = self._led_to(link.target, key, wanted), link.target
        single = wanted.names[0] if len(wanted.names) == 1 and not wanted.where else ""
        step = self.base.pick(wanted, taken(link), single=single)
        target, names = self.base.catalogue[key], ", ".join(wanted.names)
        if wanted.refers is not None and wanted.refers.to == "ask":
            names = f"the {target.plural} above"
        told = (
            names
            if wanted.refers
            else f"{target.singular} {names}"
            if names
            else f"{target.plural} {self.base.search_of(step).phrase}".strip()
        )
        said, phrase = spoken(link, told, names or told, negated=negated)
        return replace(linking(about, link, key, negated=negated), origin=origin(link, step), said=said, phrase=phrase)

    def _led_to(self, target: str, key: str, wanted: Selection) -> Selection:
        """Return the link's targets that lead on to what is wanted: devices of a region are devices of its sites."""
        ways = self.base.catalogue.ways(target, key)
        if not ways:
            raise unknown_condition(self.base.catalogue[target], self.base.catalogue[key].singular)
        direct = not ways[0].path
        return select(
            target, where=[leaf(ways[0].name if direct else key, "eq" if direct else "set", selection=wanted)]
        )

    def _from_values(
        self, about: ObjectType, link: Link, condition: Condition, beside: Sequence[Condition], *, negated: bool
    ) -> Term:
        """Return the term for a link to objects by their names."""
        values = list(condition.values)
        found = {value: self._narrowed(self.base.hits(value, link.target), beside) for value in values}
        known = [hit for hits in found.values() for hit in hits]
        key = known[0].type if known else link.target
        if key == "*":
            raise NotUnderstood(
                f"I do not see what {listed(values, 'or')} is.", "Say its type: device, rack, prefix ..."
            )
        word = self.base.catalogue[key].singular if link.param else link.name.replace("_", " ")
        said, phrase = spoken(link, f"{word} {listed(values, 'or')}", listed(values, "or"), negated=negated)
        term = replace(linking(about, link, key, negated=negated), said=said, phrase=phrase)
        if link.takes == "id" and all(len(hits) == 1 for hits in found.values()):
            return term.filled(tuple(str(hit.id) for hit in known))
        single = values[0] if len(values) == 1 else ""
        shared = self._shared(about, link, self.base.catalogue[key], beside)
        several = next(((value, hits) for value, hits in found.items() if len(hits) > 1), None)
        if several is not None and not shared:
            singular, plural = self.base.catalogue[key].singular, self.base.catalogue[key].plural
            text = f"Which {singular}? {len(several[1])} {plural} are called {several[0]}."
            raise Ambiguous(text, *several, indexed=True)
        step = self.base.pick(select(key, names=values, where=shared), taken(link), single=single)
        return replace(term, origin=origin(link, step))

    def _narrowed(self, hits: tuple[NameHit, ...], beside: Sequence[Condition]) -> tuple[NameHit, ...]:
        """Return the hits that lie in what the conditions beside them name, where any does."""
        named = {value.casefold() for each in beside for value in each.values}
        named |= {
            hit.name.casefold() for each in beside for value in each.values for hit in self.base.grounds.get(value, ())
        }
        return tuple(hit for hit in hits if hit.within and hit.within.casefold() in named) or hits

    def _shared(
        self, about: ObjectType, link: Link, target: ObjectType, beside: Sequence[Condition]
    ) -> list[Condition]:
        """Return the conditions beside that hold of a link's target too: a device's site is its rack's."""
        return [
            each
            for each in beside
            if each.join == "is" and each.field and each.field != link.name and each.field in target.links
            and (other := about.links.get(each.field)) is not None
            and other.target == target.links[each.field].target
        ]  # fmt: skip
