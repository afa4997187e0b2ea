"""From asks to wishes: series are spread out, names settled to the objects they mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.catalogue.catalogue import Catalogue
from orchestration.changes.allocation import SOURCES
from orchestration.changes.missing import Missing
from orchestration.changes.on_port import not_there_yet, on_port
from orchestration.changes.rules import rules_of
from orchestration.changes.series import expanded
from orchestration.changes.targets import Targets, targets_of
from orchestration.changes.values import UNCHANGED
from orchestration.changes.wish import Amended, Coming, Emptied, Given, Pointed, Said, Wish
from orchestration.errors import Ambiguous, Invalid, NotFound, NotUnderstood
from orchestration.language.intent import Ask, Assignment, Selection, leaf, select
from orchestration.language.reading import NameHit
from orchestration.ports import Finder

MAKES = frozenset({"create", "allocate", "connect"})
_MANY = ("tags", "relations")
# A sentence with commas is no series.
_TEXTS = frozenset({"comments", "description"})


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
        """Return what asks wish for, in order.

        Args:
            asks: each with its index in the intent.

        Raises:
            NotFound, Ambiguous: a name means nothing, or several things.
            Missing: it is not said what is to be created.
            Invalid: series of different lengths go together.
        """
        settled: list[Wish] = []
        first: dict[int, int] = {}
        for index, short in asks:
            first[index] = len(settled)
            try:
                ask = on_port(short, self.find)
                settled += self._of(index, ask, first) if ask.want in MAKES else self._there_or_new(index, ask, first)
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
            if isinstance(given_here, Said) and each.field not in _TEXTS:
                spread[each.field] = expanded(given_here.text)
        if isinstance(within, Pointed) and (within.type, type_) not in SOURCES:
            given, within = _belonging(within, given), None
        count = _count(ask, type_, spread, self.catalogue)
        return [
            Wish(ask=index, type=type_, given=_one_of(given, spread, place, count), within=within, size=ask.size)
            for place in range(count)
        ]

    def _there_or_new(self, index: int, ask: Ask, first: dict[int, int]) -> list[Wish]:
        """Return what is wished of objects that are there; an address that is not, and is to be given to a port, is made."""
        try:
            return self._there(index, ask, first)
        except NotFound as missing:
            made = not_there_yet(ask, missing.span)
            if made is None:
                raise
            return self._of(index, made, first)

    def _there(self, index: int, ask: Ask, first: dict[int, int]) -> list[Wish]:
        """Return what is wished of objects that are there."""
        targets = targets_of(ask, self.catalogue, self.find, self.grounds)
        if ask.want == "delete":
            return [Wish(ask=index, op="delete", type=targets.type, id=each) for each in targets.ids]
        if not ask.values:
            kind = self.catalogue[targets.type].singular
            raise NotUnderstood(f"What of the {kind} is to change?", f"Say the field and its value. {UNCHANGED}")
        given: dict[str, Given] = {}
        for each in ask.values:
            given[each.field] = self._revised(targets, each, ask, first, given.get(each.field))
        return [Wish(ask=index, op="update", type=targets.type, id=each, given=given) for each in targets.ids]

    def _revised(
        self, targets: Targets, each: Assignment, ask: Ask, first: dict[int, int], before: Given | None
    ) -> Given:
        if each.text is None and each.selection is None:
            return Emptied()
        given = self._given(targets.type, each, ask, first, targets)
        if each.add == "set" or isinstance(given, Said | Emptied | Amended):
            return given
        so_far = before if isinstance(before, Amended) else Amended()
        if each.add == "add":
            return so_far.model_copy(update={"adds": (*so_far.adds, given)})
        return so_far.model_copy(update={"removes": (*so_far.removes, given)})

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

    def _given(
        self, type_: str, each: Assignment, ask: Ask, first: dict[int, int], things: Targets | None = None
    ) -> Given:
        targets, many = self._targets(type_, each.field)
        if each.selection is not None:
            refers = each.selection.refers
            if refers is not None and refers.to == "ask" and refers.ask in first:
                return Coming(wish=first[refers.ask])
            return self._related(type_, each.selection, targets, ask, one=not many, things=things)
        if targets and each.text is not None:
            names = list(expanded(each.text)) if many else [each.text]
            return self._related(type_, select(names=names), targets, ask, one=not many, things=things)
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

    def _related(
        self,
        type_: str,
        selection: Selection,
        targets: tuple[str, ...],
        ask: Ask,
        *,
        one: bool,
        things: Targets | None = None,
    ) -> Pointed:
        try:
            return self._pointed(selection, targets, one=one)
        except Ambiguous as several:
            # "rack Comms closet, site Akron": the other values of the same object may tell which.
            narrowed = self._narrowed(type_, selection, targets, ask)
            if narrowed is not None:
                return self._pointed(narrowed, targets, one=one)
            # "untagged VLAN Voice" of a port is the one of its site.
            near = self._near(several, things) if things is not None else None
            if near is None:
                raise
            return near

    def _near(self, several: Ambiguous, things: Targets) -> Pointed | None:
        """Return the one of several objects that is where the objects are that it is for; None where that tells not which."""
        type_ = several.choices[0].type
        sites = self._sites(things.type, things.ids)
        if len(sites) != 1 or "site" not in self.catalogue[type_].fields:
            return None
        records = self._records(type_, tuple(each.id for each in several.choices), "site")
        here = [each["id"] for each in records if (each.get("site") or {}).get("id") in sites]
        return Pointed(type=type_, ids=(here[0],)) if len(here) == 1 else None

    def _sites(self, type_: str, ids: tuple[int, ...]) -> set[int]:
        """Return the sites of objects, or of the devices they are parts of."""
        place = next((each for each in ("site", "device") if each in self.catalogue[type_].fields), None)
        if place is None:
            return set()
        held = {each[place]["id"] for each in self._records(type_, ids, place) if each.get(place)}
        return held if place == "site" else self._sites("dcim.device", tuple(held)) if held else set()

    def _records(self, type_: str, ids: tuple[int, ...], field: str) -> tuple[dict[str, Any], ...]:
        where = [leaf("id", "eq", [str(each) for each in ids])]
        return self.find(select(type_, where=where), ("id", "display", field), len(ids))

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
