"""From what was meant to what NetBox is asked: a selection becomes a search, with the steps that must come first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product

from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.types import Link, ObjectType
from orchestration.errors import Ambiguous, NotFound, NotUnderstood, Refused
from orchestration.language.intent import Condition, Op, Selection, joined, leaf, select
from orchestration.language.normal import spellings
from orchestration.language.reading import NameHit
from orchestration.tools.link_terms import by_id
from orchestration.tools.linking import Linking
from orchestration.tools.plan import Picking, Step
from orchestration.tools.pointing import Pointing
from orchestration.tools.search import NAMED, Branch, Origin, Search, Term
from orchestration.tools.terms import FLIPPED, plain_terms, unknown_condition
from orchestration.tools.times import spanned
from orchestration.tools.wording import inline, listed

MOST_BRANCHES = 12


@dataclass(slots=True)
class Translator:
    """Turns the selections of one ask into searches; steps that must come first gather on the way.

    Args:
        catalogue: the object types.
        grounds: what names mean.
        near: the nearest of names that are not there, where the reader found them.
        ask: index of the ask.
        outputs: the steps of asks before it, for what refers to them.
        today: the day of the turn; None where times are told by their dates alone.
        steps: what must come first; grows.
    """

    catalogue: Catalogue
    grounds: Mapping[str, tuple[NameHit, ...]]
    near: Mapping[str, tuple[NameHit, ...]]
    ask: int = 0
    outputs: Sequence[str] = ()
    today: date | None = None
    steps: list[Step] = field(default_factory=list)
    _searches: dict[str, Search] = field(default_factory=dict)

    def search(self, selection: Selection) -> Search:
        """Return the search of a selection whose references are filled in.

        Raises:
            Ambiguous: a name fits several objects where one is meant.
            NotUnderstood: no type, or a condition that the type does not know.
            Refused: too many alternatives.
        """
        about = self.catalogue[self.type_of(selection)]
        conditions = [self._condition(about, each, selection.where, negated=False) for each in selection.where]
        branches = self._all(about, [*self._names(about, selection), *conditions])
        names = tuple(name for name in selection.names if not self.hits(name, about.key))
        return Search(about.key, branches, names, _said(branches), _phrase(branches))

    def type_of(self, selection: Selection) -> str:
        """Return the key of the type that a selection is of, by its word or by its names.

        Raises:
            Ambiguous: its name is one of several types.
            NotUnderstood: nothing says the type.
        """
        if selection.type is not None:
            if selection.type not in self.catalogue:
                raise NotUnderstood(f"I do not know {selection.type}.")
            return selection.type
        hits = tuple(dict.fromkeys(hit for name in selection.names for hit in self.grounds.get(name, ())))
        types = {hit.type for hit in hits}
        if len(types) == 1:
            return types.pop()
        unknown = next((name for name in selection.names if name not in self.grounds), None)
        if unknown is not None and not types:
            text = f"Nothing in NetBox is called {unknown}."
            raise NotFound(text, "Try a part of its name.", unknown, tuple(self.near.get(unknown, ())))
        if types:
            kinds = listed([self.catalogue[each].singular for each in sorted(types)], "or")
            text = f"Which {selection.names[0]}? There is a {kinds}."
            raise Ambiguous(text, selection.names[0], hits, indexed=True)
        raise NotUnderstood(
            "I do not see which kind of object is meant.", "Name it: devices, racks, prefixes, VLANs ..."
        )

    def pick(self, selection: Selection, fields: Sequence[str] = (), *, single: str = "") -> str:
        """Add the step that finds the objects of a selection, and return its id.

        Args:
            selection: which objects.
            fields: what to fetch of them besides id and name.
            single: the text of the intent that must mean one object; empty where several are welcome.
        """
        search = self.search(selection)
        id_ = f"a{self.ask}.{len(self.steps)}"
        self._searches[id_] = search
        told = f"Looking up {self.catalogue[search.type].plural}"
        args = Picking(search, tuple(fields), single, self.near)
        self.steps.append(Step(id_, "pick", args, search.needs, told, self.ask))
        return id_

    def search_of(self, step: str) -> Search:
        """Return what a step searches for."""
        return self._searches[step]

    def hits(self, text: str, type_: str) -> tuple[NameHit, ...]:
        """Return the objects of a type ("*" for any) that a text means, the best fitting alone."""
        fitting = [hit for hit in self.grounds.get(text, ()) if type_ in {"*", hit.type}]
        best = max((hit.score for hit in fitting), default=0.0)
        return tuple(hit for hit in fitting if hit.score == best)

    def _names(self, about: ObjectType, selection: Selection) -> list[tuple[Branch, ...]]:
        """Return the terms for a selection's names: by id where they are known, by name where they are not."""
        refers = selection.refers
        if refers is not None and refers.to == "ask" and refers.ask is not None and refers.ask < len(self.outputs):
            return [((by_id(origin=Origin(self.outputs[refers.ask])),),)]
        if not selection.names:
            return []
        known = {name: self.hits(name, about.key) for name in selection.names}
        branches: list[Branch] = []
        ids = tuple(dict.fromkeys(str(hit.id) for hits in known.values() for hit in hits))
        if ids:
            said = listed([name for name, hits in known.items() if hits], "or")
            branches.append((replace(by_id(ids), said=said, phrase=f"{NAMED}{said}"),))
        return [(*branches, *(self._by_name(about, name) for name, hits in known.items() if not hits))]

    def _by_name(self, about: ObjectType, name: str) -> Branch:
        if about.name_field == "label" and name.lstrip("#").isdigit():
            # What has no name is called by its number, as NetBox shows it: cable #7.
            return (replace(by_id((name.lstrip("#"),)), said=name, phrase=f"{NAMED}{name}"),)
        named = "vid" if name.isdigit() and "vid" in about.fields else about.name_field
        if named not in about.fields:
            return (Term("display", "text", values=(name,), shows="display", said=name, phrase=f"{NAMED}{name}"),)
        # Components are written short ("Gi1/0/1"); other names stand as they are.
        ways = (name,) if about.indexed else spellings(name)
        (term,) = plain_terms(about, leaf(named, "eq", list(ways)), negated=False)[0]
        return (replace(term, said=name, phrase=f"{NAMED}{name}"),)

    def _all(self, about: ObjectType, parts: Sequence[tuple[Branch, ...]]) -> tuple[Branch, ...]:
        """Join branches so that all parts hold."""
        branches = tuple(tuple(term for part in chosen for term in part) for chosen in product(*parts))
        if len(branches) > MOST_BRANCHES:
            raise Refused(f"That is too many alternatives of {about.plural} at once.", "Ask for fewer.")
        return branches

    def _condition(
        self, about: ObjectType, condition: Condition, beside: Sequence[Condition], *, negated: bool
    ) -> tuple[Branch, ...]:
        if condition.join == "is":
            return self.leaf(about, condition, beside, negated=negated)
        if condition.join == "not":
            return self._condition(about, joined("and", condition.parts), beside, negated=not negated)
        parts = [self._condition(about, part, beside, negated=negated) for part in condition.parts]
        if (condition.join == "and") != negated:
            return self._spanned(about, condition.parts, self._all(about, parts))
        return tuple(branch for part in parts for branch in part)

    def _spanned(
        self, about: ObjectType, parts: Sequence[Condition], branches: tuple[Branch, ...]
    ) -> tuple[Branch, ...]:
        field = about.fields.get(parts[0].field or "")
        if field is None or field.kind not in {"date", "datetime"}:
            return branches
        return spanned(parts, branches, inline(field.label), self.today)

    def leaf(
        self, about: ObjectType, condition: Condition, beside: Sequence[Condition], *, negated: bool
    ) -> tuple[Branch, ...]:
        """Return the terms of a condition on a field, a link, or what points here.

        Args:
            about: the type whose rows are meant.
            condition: a leaf.
            beside: all conditions that hold together with it.
            negated: whether it must not hold.
        """
        name, values = condition.field or "", tuple(condition.values)
        if condition.op == "ne":
            condition, negated = condition.model_copy(update={"op": "eq"}), not negated
        if name == "id" and condition.op in {"empty", "set"}:
            raise NotUnderstood(f"Every {about.singular} has an id.")
        if name == "id":
            return ((by_id(values, negated=negated),),)
        if name == "q":
            return (
                (Term("q", "text", values=values[:1], param="q", said=f'"{values[0]}"', phrase=f'with "{values[0]}"'),),
            )
        if name in {"tag", "tags"} and "tags" in about.fields:
            return self._tags(condition, negated=negated)
        if name in self.catalogue:
            return Pointing(self, Linking(self).from_selection).terms(about, name, condition, negated=negated)
        if (link := self._link_of(about, name)) is not None:
            return Linking(self).terms(about, link, condition, beside, negated=negated)
        if condition.selection is not None:
            raise unknown_condition(about, name)
        counted = about.counters.get(name, "")
        plurals = self.catalogue[counted].plural if counted in self.catalogue else ""
        return plain_terms(about, condition, negated=negated, plurals=plurals)

    def _link_of(self, about: ObjectType, name: str) -> Link | None:
        """Return the link of a name; a field that points at a type without a filter is one that is checked here."""
        link = about.links.get(name) or about.links.get(name.removesuffix("_id"))
        field = about.fields.get(name)
        if link is None and field is not None and field.relation is not None:
            return Link(name, field.relation, proof=name)
        if link is None and field is None and name not in about.filters:
            path = self._path(about, name)
            return Link(name, "*", path=path) if path else None
        return link

    def _path(self, about: ObjectType, name: str) -> tuple[str, ...]:
        """Return the links whose names, one after another, make a name: the way from racks over their devices ("devices_site")."""
        for link in about.links.values():
            if name == link.name:
                return (link.name,)
            if name.startswith(f"{link.name}_") and link.target in self.catalogue:
                further = self._path(self.catalogue[link.target], name.removeprefix(f"{link.name}_"))
                if further:
                    return (link.name, *further)
        return ()

    def _tags(self, condition: Condition, *, negated: bool) -> tuple[Branch, ...]:
        """Return the terms of tags: NetBox takes a filter given twice as both, so that either is two branches."""
        op: Op = condition.op or "eq"
        if op in {"empty", "set"}:
            op = FLIPPED[op] if negated else op
            said, phrase = ("no tag", "without a tag") if op == "empty" else ("tagged", "that are tagged")
            return ((Term("tags", "tag", op, shows="tags", said=said, phrase=phrase),),)
        terms = []
        for value in condition.values:
            no = "not " if negated else ""
            param = "tag_id__n" if negated else "tag_id"
            term = Term(
                "tags",
                "tag",
                negated=negated,
                param=param,
                shows="tags",
                said=f"{no}tag {value}",
                phrase=f"{no}tagged {value}",
            )
            if hits := self.hits(value, "extras.tag"):
                terms.append(term.filled(tuple(str(hit.id) for hit in hits)))
            else:
                terms.append(replace(term, origin=Origin(self.pick(select("extras.tag", names=[value]), single=value))))
        return (tuple(terms),) if negated else tuple((term,) for term in terms)


def _said(branches: tuple[Branch, ...]) -> str:
    spoken = [" · ".join(dict.fromkeys(term.said for term in branch if term.said)) for branch in branches]
    return " or ".join(dict.fromkeys(each for each in spoken if each))


def _phrase(branches: tuple[Branch, ...]) -> str:
    """Return the conditions as they follow a noun: where and whose first, then the rest."""
    spoken = []
    for branch in branches:
        phrases = dict.fromkeys(term.phrase for term in branch if term.phrase)
        spoken.append(" ".join(sorted(phrases, key=lambda phrase: not phrase.startswith(("in ", "of ")))))
    return " or ".join(dict.fromkeys(each for each in spoken if each))
