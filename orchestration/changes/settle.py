"""From asks to wishes: series are spread out, names settled to the objects they mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.catalogue.catalogue import Catalogue
from orchestration.changes.allocation import SOURCES
from orchestration.changes.missing import Missing
from orchestration.changes.rules import rules_of
from orchestration.changes.series import expanded
from orchestration.changes.values import UNCHANGED
from orchestration.changes.wish import Coming, Given, Pointed, Said, Wish
from orchestration.errors import Ambiguous, Invalid, NotFound
from orchestration.language.intent import Ask, Assignment, Selection, leaf, select
from orchestration.language.reading import NameHit
from orchestration.ports import Finder

_MANY = ("tags", "relations")


@dataclass(frozen=True, slots=True)
class Settler:
    """Settles the asks of one message.

    Args:
        catalogue: all object types.
        find: finds the objects of a selection, the thread's references and earlier choices filled in.
        grounds: what names mean, by the text as it stands in the intent.
    """

    catalogue: Catalogue
    find: Finder
    grounds: dict[str, tuple[NameHit, ...]]

    def wishes(self, asks: Sequence[tuple[int, Ask]]) -> tuple[Wish, ...]:
        """Return what asks for new objects wish for, in order.

        Args:
            asks: each with its index in the intent.

        Raises:
            NotFound, Ambiguous: a name means nothing, or several things.
            Missing: it is not said what is to be created.
            Invalid: series of different lengths go together.
        """
        settled: list[Wish] = []
        first: dict[int, int] = {}
        for index, ask in asks:
            first[index] = len(settled)
            try:
                settled += self._of(index, ask, first)
            except Missing as missing:
                missing.ask = index
                raise
        return tuple(settled)

    def _of(self, index: int, ask: Ask, first: dict[int, int]) -> list[Wish]:
        type_, within = self._type(ask), self._within(ask)
        given: dict[str, Given] = {}
        spread: dict[str, tuple[str, ...]] = {}
        for each in (*_named(ask, self.catalogue, type_), *ask.values):
            given_here = self._given(type_, each, ask, first)
            if isinstance(given_here, Said) and each.field in given:
                raise Invalid(f"{each.field.replace('_', ' ').capitalize()} was said twice.", advice=UNCHANGED)
            given[each.field] = _joined(given.get(each.field), given_here)
            if isinstance(given_here, Said):
                spread[each.field] = expanded(given_here.text)
        if isinstance(within, Pointed) and (within.type, type_) not in SOURCES:
            given, within = _belonging(within, given), None
        count = _count(ask, type_, spread, self.catalogue)
        return [
            Wish(ask=index, type=type_, given=_one_of(given, spread, place, count), within=within, size=ask.size)
            for place in range(count)
        ]

    def _type(self, ask: Ask) -> str:
        if ask.selection and ask.selection.type:
            return ask.selection.type
        if ask.parent is not None:
            return "ipam.ipaddress" if ask.size is None else "ipam.prefix"
        told = (
            "What is to be created? Say its type: a site, a VLAN, a prefix. A preview comes before anything is written."
        )
        raise Missing("", "type", told)

    def _within(self, ask: Ask) -> Given | None:
        if ask.parent is None:
            return None
        types = (*dict.fromkeys(parent for parent, _ in SOURCES), "dcim.rack")
        return self._pointed(ask.parent, types, one=True)

    def _given(self, type_: str, each: Assignment, ask: Ask, first: dict[int, int]) -> Given:
        targets, many = self._targets(type_, each.field)
        if each.selection is not None:
            refers = each.selection.refers
            if refers is not None and refers.to == "ask" and refers.ask in first:
                return Coming(wish=first[refers.ask])
            return self._related(type_, each.selection, targets, ask, one=not many)
        if targets and each.text is not None:
            names = list(expanded(each.text)) if many else [each.text]
            return self._related(type_, select(names=names), targets, ask, one=not many)
        return Said(text=each.text or "")

    def _targets(self, type_: str, field: str) -> tuple[tuple[str, ...], bool]:
        """Return the types a field may point at, none for a plain value, and whether it takes several."""
        about = self.catalogue[type_]
        known = about.fields.get(field)
        if known and known.writable and known.relation:
            return (known.relation,), known.kind in _MANY
        if pointer := rules_of(type_).pointers.get(field):
            return pointer.to, False
        if (link := about.links.get(field)) and not (known and known.writable):
            return (link.target,), False
        return (), False

    def _related(self, type_: str, selection: Selection, targets: tuple[str, ...], ask: Ask, *, one: bool) -> Pointed:
        try:
            return self._pointed(selection, targets, one=one)
        except Ambiguous:
            # "rack Comms closet, site Akron": the other values of the same object may tell which.
            narrowed = self._narrowed(type_, selection, targets, ask)
            if narrowed is None:
                raise
            return self._pointed(narrowed, targets, one=one)

    def _narrowed(self, type_: str, selection: Selection, targets: tuple[str, ...], ask: Ask) -> Selection | None:
        """Return the selection with what else was said of the same object that the objects selected have too."""
        conditions = []
        for other in ask.values if len(targets) == 1 else ():
            link = self.catalogue[targets[0]].links.get(other.field)
            if link is None or self._targets(type_, other.field) != ((link.target,), False):
                continue
            beside = other.selection or select(names=[other.text or ""])
            conditions.append(leaf(other.field, "eq", selection=beside.model_copy(update={"type": link.target})))
        return selection.model_copy(update={"where": [*selection.where, *conditions]}) if conditions else None

    def _pointed(self, selection: Selection, targets: tuple[str, ...], *, one: bool) -> Pointed:
        missed: NotFound | None = None
        for type_ in self._likely(selection, targets):
            try:
                records = self.find(selection.model_copy(update={"type": type_}), ("id", "display"), 100)
            except NotFound as missing:
                missed = missed or missing
                continue
            if records:
                return self._chosen(type_, selection, records, one=one)
        said = " ".join(selection.names) or "that"
        raise missed or NotFound(f"I found nothing that is {said}.", UNCHANGED, span=said)

    def _likely(self, selection: Selection, targets: tuple[str, ...]) -> tuple[str, ...]:
        """Return the types a selection may be of, likely ones first."""
        if selection.type is not None:
            return (selection.type,)
        meant = [hit.type for name in selection.names for hit in self.grounds.get(name, ())]
        fit = [each for each in dict.fromkeys(meant) if not targets or each in targets]
        return tuple(fit) or targets[:1] or ("dcim.device",)

    def _chosen(self, type_: str, selection: Selection, records: tuple[dict[str, Any], ...], *, one: bool) -> Pointed:
        if one and len(records) > 1:
            kind, said = self.catalogue[type_].singular, " ".join(selection.names)
            hits = tuple(NameHit(type=type_, id=each["id"], name=each.get("display", "")) for each in records[:25])
            raise Ambiguous(f"Which {kind}? {len(records)} fit {said}.".replace(" fit .", "."), said, hits)
        return Pointed(type=type_, ids=tuple(each["id"] for each in records))


def _named(ask: Ask, catalogue: Catalogue, type_: str) -> list[Assignment]:
    """Return the name that stands in the selection of a create, as a value."""
    names = ask.selection.names if ask.selection else []
    if not names or type_ not in catalogue:
        return []
    text = " and ".join(names)
    return [Assignment(field=catalogue[type_].name_field, text=text, selection=None, add="set")]


def _belonging(within: Pointed, given: dict[str, Given]) -> dict[str, Given]:
    """Return the values of an object that is not allocated from a thing but stands in it: a device in a rack, at a free unit."""
    field = within.type.partition(".")[2]
    free: dict[str, Given] = {"position": Said(text="free")} if field == "rack" and "position" not in given else {}
    return {field: within, **free, **given}


def _joined(before: Given | None, now: Given) -> Given:
    if isinstance(before, Pointed) and isinstance(now, Pointed) and before.type == now.type:
        return Pointed(type=now.type, ids=tuple(dict.fromkeys((*before.ids, *now.ids))))
    return now


def _count(ask: Ask, type_: str, spread: dict[str, tuple[str, ...]], catalogue: Catalogue) -> int:
    """Return how many objects an ask is for: the number said, or as many as the series have that can only be series."""
    about = catalogue[type_]
    series = {
        name: len(values)
        for name, values in spread.items()
        if len(values) > 1
        and (name == about.name_field or (name in about.fields and about.fields[name].kind == "integer"))
    }
    numbers = {
        name: length for name, length in series.items() if name in about.fields and about.fields[name].kind == "integer"
    }
    count = ask.number if ask.number > 1 else next(iter((*numbers.values(), *series.values())), 1)
    wrong = {name: length for name, length in numbers.items() if length != count}
    for name, length in wrong.items():
        raise Invalid(
            f"{count} {about.plural} cannot have {length} values for {about.fields[name].label}.", advice=UNCHANGED
        )
    return count


def _one_of(given: dict[str, Given], spread: dict[str, tuple[str, ...]], place: int, count: int) -> dict[str, Given]:
    if count == 1:
        return given
    return {
        name: Said(text=spread[name][place]) if len(spread.get(name, ())) == count else value
        for name, value in given.items()
    }
