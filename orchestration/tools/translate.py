"""From what was meant to what NetBox is asked: a selection becomes a search, with the steps that must come first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.types import Link, ObjectType
from orchestration.errors import Ambiguous, NotUnderstood, Refused
from orchestration.language.intent import Condition, Op, Selection, joined, leaf, select
from orchestration.language.normal import spellings
from orchestration.language.reading import NameHit
from orchestration.tools.plan import Picking, Step
from orchestration.tools.search import Branch, Origin, Search, Term
from orchestration.tools.terms import FLIPPED, plain_terms, unknown_condition
from orchestration.tools.wording import listed

MOST_BRANCHES = 12
# What one is in, rather than with.
_PLACES = frozenset(
    [
        "dcim.region",
        "dcim.sitegroup",
        "dcim.site",
        "dcim.location",
        "dcim.rack",
        "ipam.prefix",
        "ipam.vrf",
        "ipam.vlangroup",
        "ipam.vlan",
        "virtualization.cluster",
        "virtualization.clustergroup",
    ]
)
_COMPARES = frozenset({"lt", "lte", "gt", "gte"})


@dataclass(slots=True)
class Translator:
    """Turns the selections of one ask into searches; steps that must come first gather on the way.

    Args:
        catalogue: the object types.
        grounds: what names mean.
        ask: index of the ask.
        near: the nearest of names that are not there, where the reader found them.
        outputs: the steps of asks before it, for what refers to them.
        steps: what must come first; grows.
    """

    catalogue: Catalogue
    grounds: Mapping[str, tuple[NameHit, ...]]
    near: Mapping[str, tuple[NameHit, ...]]
    ask: int = 0
    outputs: Sequence[str] = ()
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
        branches = self._all(about, [*self._names(about, selection), *self._conditions(about, selection.where)])
        names = tuple(name for name in selection.names if not self._hits(name, about.key))
        said, phrase = _spoken(branches)
        return Search(about.key, branches, names, said, phrase)

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
        if types:
            kinds = listed([self.catalogue[each].singular for each in sorted(types)], "or")
            raise Ambiguous(f"Which {selection.names[0]}? It is a {kinds}.", selection.names[0], hits)
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
        about = self.catalogue[search.type]
        self.steps.append(
            Step(
                id_,
                "pick",
                Picking(search, tuple(fields), single, self.near),
                search.needs,
                f"Looking up {about.plural}",
                self.ask,
            )
        )
        return id_

    def _search_of(self, step: str) -> Search:
        return self._searches[step]

    def _hits(self, text: str, type_: str) -> tuple[NameHit, ...]:
        """Return the objects of a type that a text means, the best fitting alone."""
        fitting = [hit for hit in self.grounds.get(text, ()) if type_ in {"*", hit.type}]
        best = max((hit.score for hit in fitting), default=0.0)
        return tuple(hit for hit in fitting if hit.score == best)

    def _names(self, about: ObjectType, selection: Selection) -> list[tuple[Branch, ...]]:
        """Return the terms for a selection's names: by id where they are known, by name where they are not."""
        refers = selection.refers
        if refers is not None and refers.to == "ask" and refers.ask is not None and refers.ask < len(self.outputs):
            return [((_by_id(origin=Origin(self.outputs[refers.ask])),),)]
        if not selection.names:
            return []
        known = {name: self._hits(name, about.key) for name in selection.names}
        branches: list[Branch] = []
        ids = tuple(dict.fromkeys(str(hit.id) for hits in known.values() for hit in hits))
        if ids:
            said = listed([name for name, hits in known.items() if hits], "or")
            branches.append((replace(_by_id(ids), said=said, phrase=f"named {said}"),))
        branches += [self._by_name(about, name) for name, hits in known.items() if not hits]
        return [tuple(branches)]

    def _by_name(self, about: ObjectType, name: str) -> Branch:
        named = about.name_field
        if about.key == "ipam.vlan" and name.isdigit():
            named = "vid"
        if named not in about.fields:
            return (Term("display", "text", values=(name,), shows="display", said=name, phrase=f"named {name}"),)
        ways = spellings(name) if about.fields[named].kind == "string" else (name,)
        (term,) = plain_terms(about, leaf(named, "eq", list(ways)), negated=False)[0]
        return (replace(term, said=name, phrase=f"named {name}"),)

    def _conditions(self, about: ObjectType, where: Sequence[Condition]) -> list[tuple[Branch, ...]]:
        return [self._condition(about, each, where, negated=False) for each in where]

    def _all(self, about: ObjectType, parts: Sequence[tuple[Branch, ...]]) -> tuple[Branch, ...]:
        """Join branches so that all parts hold."""
        branches = tuple(tuple(term for part in chosen for term in part) for chosen in product(*parts))
        if len(branches) > MOST_BRANCHES:
            raise Refused(f"That is too many alternatives of {about.plural} at once.", "Ask for fewer.")
        return branches

    def _condition(
        self, about: ObjectType, condition: Condition, beside: Sequence[Condition], *, negated: bool
    ) -> tuple[Branch, ...]:
        match condition.join:
            case "is":
                return self._leaf(about, condition, beside, negated=negated)
            case "not":
                return self._condition(about, joined("and", condition.parts), beside, negated=not negated)
            case "and" | "or":
                parts = [self._condition(about, part, beside, negated=negated) for part in condition.parts]
                if (condition.join == "and") != negated:
                    return self._all(about, parts)
                return tuple(branch for part in parts for branch in part)

    def _leaf(
        self, about: ObjectType, condition: Condition, beside: Sequence[Condition], *, negated: bool
    ) -> tuple[Branch, ...]:
        name, values = condition.field or "", tuple(condition.values)
        if condition.op == "ne":
            condition, negated = condition.model_copy(update={"op": "eq"}), not negated
        if name == "id":
            return ((_by_id(values, negated=negated),),)
        if name == "q":
            return (
                (Term("q", "text", values=values[:1], param="q", said=f'"{values[0]}"', phrase=f'with "{values[0]}"'),),
            )
        if name in {"tag", "tags"}:
            return self._tags(condition, negated=negated)
        if name in self.catalogue:
            return self._pointing(about, name, condition, negated=negated)
        link = self._link_of(about, name)
        if link is not None:
            return self._linked(about, link, condition, beside, negated=negated)
        if condition.selection is not None:
            raise unknown_condition(about, name)
        return plain_terms(about, condition, negated=negated)

    def _link_of(self, about: ObjectType, name: str) -> Link | None:
        link = about.links.get(name) or about.links.get(name.removesuffix("_id"))
        if link is not None and link.target == "*":
            return link
        if link is None and (field := about.fields.get(name)) is not None and field.relation is not None:
            return Link(name, field.relation, proof=name)
        return link

    def _tags(self, condition: Condition, *, negated: bool) -> tuple[Branch, ...]:
        op: Op = condition.op or "eq"
        if op in {"empty", "set"}:
            op = FLIPPED[op] if negated else op
            return ((Term("tags", "tag", op, shows="tags", said="no tag" if op == "empty" else "tagged", phrase=""),),)
        branches: list[Branch] = []
        for value in condition.values:
            hits = self._hits(value, "extras.tag")
            said = f"{'not ' if negated else ''}tag {value}"
            phrase = f"{'not ' if negated else ''}tagged {value}"
            param = "tag_id__n" if negated else "tag_id"
            term = Term("tags", "tag", negated=negated, param=param, shows="tags", said=said, phrase=phrase)
            if hits:
                term = term.filled(tuple(str(hit.id) for hit in hits))
            else:
                term = replace(term, origin=Origin(self.pick(select("extras.tag", names=[value]), single=value)))
            branches.append((term,))
        return (tuple(term for (term,) in branches),) if negated else tuple(branches)

    def _linked(
        self, about: ObjectType, link: Link, condition: Condition, beside: Sequence[Condition], *, negated: bool
    ) -> tuple[Branch, ...]:
        """Return the terms of a condition on what a type is linked with."""
        op: Op = condition.op or "eq"
        if negated and op in {"empty", "set"}:
            op, negated = FLIPPED[op], False
        if link.path:
            return self._leaf(about, _walked(self.catalogue, about, link.path, condition), beside, negated=negated)
        if link.back is not None:
            return self._pointing(
                about, link.target, condition.model_copy(update={"op": op}), link=link, negated=negated
            )
        if op in {"empty", "set"} and condition.selection is None:
            return ((_unset(link, op),),)
        if op == "empty":
            op, negated = "eq", not negated
        target = link.target
        if op in {"contains", "starts", "ends"} | _COMPARES and condition.selection is None:
            named = self.catalogue[target].name_field
            condition = leaf(link.name, "eq", selection=select(target, where=[leaf(named, op, list(condition.values))]))
        if condition.selection is not None:
            return ((self._from_selection(link, condition.selection, negated=negated),),)
        return ((self._from_values(about, link, condition, beside, negated=negated),),)

    def _from_selection(self, link: Link, selection: Selection, *, negated: bool) -> Term:
        wanted = (
            selection if selection.type or link.target == "*" else selection.model_copy(update={"type": link.target})
        )
        key = self.type_of(wanted)
        if link.target not in {"*", key}:
            ways = self.catalogue.ways(link.target, key)
            if not ways:
                raise unknown_condition(self.catalogue[link.target], self.catalogue[key].singular)
            inner = (
                leaf(ways[0].name, "eq", selection=wanted) if not ways[0].path else leaf(key, "set", selection=wanted)
            )
            wanted = select(link.target, where=[inner])
            key = link.target
        single = wanted.names[0] if len(wanted.names) == 1 and not wanted.where else ""
        step = self.pick(wanted, _taken(link), single=single)
        search = self._search_of(step)
        about = self.catalogue[key]
        told = (
            f"{about.singular} {', '.join(wanted.names)}" if wanted.names else f"{about.plural} {search.phrase}".strip()
        )
        spoken = self._told(link, told, ", ".join(wanted.names) or told, negated=negated)
        return replace(
            _linking(link, key, negated=negated), origin=_origin(link, step), said=spoken[0], phrase=spoken[1]
        )

    def _from_values(
        self, about: ObjectType, link: Link, condition: Condition, beside: Sequence[Condition], *, negated: bool
    ) -> Term:
        values = list(condition.values)
        found: list[str] = []
        key = link.target
        for value in values:
            hits = self._hits(value, link.target)
            if len(hits) > 1:
                hits = self._narrowed(hits, beside)
            if len(hits) > 1:
                step = self._told_apart(about, link, value, hits, beside)
                found.append(f"step:{step}")
                continue
            key = hits[0].type if hits else key
            found += [str(hits[0].id)] if hits else [""]
        if key == "*":
            raise NotUnderstood(f"I do not see what {listed(values, 'or')} is.")
        spoken = self._told(
            link, f"{_label(link, self.catalogue)} {listed(values, 'or')}", listed(values, "or"), negated=negated
        )
        term = replace(_linking(link, key, negated=negated), said=spoken[0], phrase=spoken[1])
        if len(found) == 1 and found[0].startswith("step:"):
            return replace(term, origin=_origin(link, found[0].removeprefix("step:")))
        if link.takes == "id" and all(found):
            return term.filled(tuple(found))
        step = self.pick(select(key, names=values), _taken(link), single=values[0] if len(values) == 1 else "")
        return replace(term, origin=_origin(link, step))

    def _narrowed(self, hits: tuple[NameHit, ...], beside: Sequence[Condition]) -> tuple[NameHit, ...]:
        """Return the hits that lie in what the conditions beside them name, where any does."""
        named = {value.casefold() for each in beside for value in each.values}
        named |= {
            hit.name.casefold() for each in beside for value in each.values for hit in self.grounds.get(value, ())
        }
        inside = tuple(hit for hit in hits if hit.within and hit.within.casefold() in named)
        return inside or hits

    def _told_apart(
        self, about: ObjectType, link: Link, value: str, hits: tuple[NameHit, ...], beside: Sequence[Condition]
    ) -> str:
        """Add a step that finds which of several objects also fits the conditions beside, and return its id.

        Raises:
            Ambiguous: no condition beside can tell them apart.
        """
        target = self.catalogue[hits[0].type]
        shared = [
            each
            for each in beside
            if each.join == "is" and each.field != link.name and each.field in target.links
            and (other := about.links.get(each.field)) is not None
            and other.target == target.links[each.field].target
        ]  # fmt: skip
        if not shared:
            raise Ambiguous(f"Which {target.singular}? {len(hits)} {target.plural} are called {value}.", value, hits)
        ids = [str(hit.id) for hit in hits]
        return self.pick(select(target.key, where=[leaf("id", "eq", ids), *shared]), _taken(link), single=value)

    def _pointing(
        self, about: ObjectType, key: str, condition: Condition, *, negated: bool, link: Link | None = None
    ) -> tuple[Branch, ...]:
        """Return the terms of a condition on objects of another type that point here: "sites without a router"."""
        op: Op = condition.op or "set"
        selection = condition.selection or select(
            key, names=list(condition.values) if op == "eq" and not _counts(condition) else []
        )
        counts = _counts(condition)
        if negated and op in FLIPPED:
            op, negated = FLIPPED[op], False
        counter = next((name for name, counted in about.counters.items() if counted == key), None)
        if (
            counter
            and not (selection.where or selection.names or selection.refers)
            and (counts or op in {"set", "empty"})
        ):
            value = ["0"] if not counts else list(condition.values)
            plain: Op = {"set": "gt", "empty": "eq"}.get(op, op)  # type: ignore[assignment]
            return plain_terms(about, leaf(counter, plain, value), negated=negated)
        link = link or next(iter(self.catalogue.ways(about.key, key)), None)
        if link is None:
            raise unknown_condition(about, self.catalogue[key].singular)
        if link.path:
            inner = leaf(key, "set", selection=selection) if not counts else condition
            return self._leaf(
                about, _walked(self.catalogue, about, link.path, inner), (), negated=negated or op == "empty"
            )
        if op == "empty":
            op, negated = "set", not negated
        if link.back is None:
            return ((self._from_selection(link, selection, negated=negated),),)
        count = (op, float(condition.values[0])) if counts else None
        if count and (count[0] in {"lt", "lte"} or count == ("eq", 0.0)):
            # Objects that nothing points at are not among the records, so "at most" is told by who has more.
            count, negated = ((FLIPPED[count[0]] if count[0] in FLIPPED else "gt"), count[1]), not negated
        step = self.pick(selection, (link.back,))
        search = self._search_of(step)
        other = self.catalogue[key]
        which = f"{other.plural if count else other.singular} {search.phrase}".strip()
        word = "without" if negated else "with"
        said = (
            f"{word} {which}"
            if not count
            else f"{word} {count[0]} {count[1]:g} {which}".replace("gte", "at least").replace("gt", "over")
        )
        return (
            (replace(_by_id(negated=negated, origin=Origin(step, link.back, count=count)), said=said, phrase=said),),
        )

    def _told(self, link: Link, said: str, names: str, *, negated: bool) -> tuple[str, str]:
        place = link.target in _PLACES
        phrase = f"in {names}" if place else f"of {names}"
        if not place and link.target not in {
            "tenancy.tenant",
            "dcim.device",
            "virtualization.virtualmachine",
            "dcim.manufacturer",
            "*",
        }:
            phrase = f"with {said}"
        return (f"not {said}", f"not {phrase}") if negated else (said, phrase)


def _counts(condition: Condition) -> bool:
    """Say whether a condition on objects that point here is about how many they are."""
    numbers = bool(condition.values) and all(value.isdigit() for value in condition.values)
    return numbers and condition.op in {"eq", *_COMPARES}


def _by_id(ids: tuple[str, ...] = (), *, negated: bool = False, origin: Origin | None = None) -> Term:
    return Term("id", "id", "eq", ids, negated, "id__n" if negated else "id", origin=origin, shows="id")


def _linking(link: Link, key: str, *, negated: bool) -> Term:
    """Return the term of a link without its values."""
    along = tuple((name, key if value == "*" else value) for name, value in link.fixed)
    if link.takes != "id":
        return Term(
            link.name, "network", "eq", negated=negated, param=None if negated else link.param, along=along, shows=None
        )
    param = f"{link.param}__n" if negated and link.param else link.param
    return Term(link.name, "id", "eq", negated=negated, param=param, along=along, shows=link.proof)


def _unset(link: Link, op: Op) -> Term:
    """Return the term for a link that leads nowhere, or anywhere."""
    param = None
    if link.param is not None and link.takes == "id":
        param = link.param if op == "empty" else f"{link.param}__n"
    name = link.name.replace("_", " ")
    said = f"no {name}" if op == "empty" else f"with {name}"
    return Term(link.name, "id", op, param=param, sent=("null",), shows=link.proof, said=said,
                phrase=f"without {name}" if op == "empty" else said)  # fmt: skip


def _taken(link: Link) -> tuple[str, ...]:
    return (*(() if link.takes == "id" else (link.takes,)), *link.alike)


def _origin(link: Link, step: str) -> Origin:
    return Origin(step, link.takes, link.alike)


def _label(link: Link, catalogue: Catalogue) -> str:
    return catalogue[link.target].singular if link.target in catalogue and link.param else link.name.replace("_", " ")


def _walked(catalogue: Catalogue, about: ObjectType, path: tuple[str, ...], last: Condition) -> Condition:
    """Return a condition on what lies at the end of a path as conditions within conditions."""
    first = about.links[path[0]]
    if len(path) == 1:
        op: Op = (
            "set"
            if first.back is not None and last.op in {"eq", None} and last.selection is not None
            else (last.op or "eq")
        )
        return last.model_copy(update={"field": path[0], "op": op})
    inner = _walked(catalogue, catalogue[first.target], path[1:], last)
    return leaf(path[0], "set" if first.back is not None else "eq", selection=select(first.target, where=[inner]))


def _spoken(branches: tuple[Branch, ...]) -> tuple[str, str]:
    said = [" · ".join(dict.fromkeys(term.said for term in branch if term.said)) for branch in branches]
    phrases = [" ".join(dict.fromkeys(term.phrase for term in branch if term.phrase)) for branch in branches]
    return tuple(" or ".join(dict.fromkeys(each for each in spoken if each)) for spoken in (said, phrases))  # type: ignore[return-value]
