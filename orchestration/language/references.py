"""What words like "it", "those", "there" may stand for: what the thread was about, the latest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from orchestration.catalogue.catalogue import Catalogue
from orchestration.language.intent import Reference, Selection, texts_of
from orchestration.language.reading import NameHit
from orchestration.sessions.session import Focus, Topic


@dataclass(frozen=True, slots=True)
class Referent:
    """Something that the thread was about.

    Args:
        how: thing (one object, or a few), listing (rows shown), named (an object that a condition of the listing named),
            field (what a field of an object shows that was asked for: "which cluster is X on" is about the cluster too).
            inner (objects that a condition selected), ask (what an earlier ask of the same message is about).
        type: its type.
        depth: how long ago: 0 is the last thing talked about.
        text: of named: the text that named it; of field: the type of the object that shows it.
        hits: the objects, as far as they are known.
        selection: of inner: what was selected.
        grounds: what the names in it mean.
    """

    how: Literal["thing", "listing", "named", "field", "inner", "ask"]
    type: str
    depth: int
    text: str = ""
    hits: tuple[NameHit, ...] = ()
    selection: Selection | None = None
    grounds: Mapping[str, tuple[NameHit, ...]] = field(default_factory=dict)

    def reference(self) -> Reference:
        """Return the reference to it, for the intent."""
        if self.how == "ask":
            return Reference(to="ask", position=None, ask=self.depth, type=self.type)
        if self.depth:
            return Reference(to="earlier", position=None, ask=None, type=self.type)
        return Reference(to="listing" if self.how == "listing" else "thing", position=None, ask=None, type=self.type)


def referents(topic: Topic, catalogue: Catalogue, *, plural: bool) -> list[Referent]:
    """Return what a reference may stand for, the likeliest first.

    Args:
        topic: what the thread is about.
        catalogue: the object types.
        plural: whether it is "those" rather than "it".
    """
    found: list[Referent] = []
    for depth, focus in enumerate(topic.focus):
        listed = _listed(focus, depth)
        things = [Referent("thing", each.type, depth, hits=focus.things) for each in focus.things[:1]]
        shown, named = list(_shown(focus, depth, catalogue)), list(_named(focus, depth))
        # What was asked of one thing is what is talked about; what a list shows beside its rows rather not.
        named = [*shown, *named] if focus.want == "inspect" else [*named, *shown]
        if plural or (len(focus.rows) == 1 and not things):
            found += [*listed, *things, *named]
        else:
            found += [*things, *named, *listed]
    return found


def _shown(focus: Focus, depth: int, catalogue: Catalogue) -> Iterable[Referent]:
    """Return what the fields that were asked for of a thing lead to."""
    for thing in focus.things[:1] or (focus.rows if len(focus.rows) == 1 else ()):
        for column in focus.columns:
            link = catalogue[thing.type].links.get(column)
            if link is not None and link.proof and link.target in catalogue:
                yield Referent("field", link.target, depth, thing.type, (thing,))


def _listed(focus: Focus, depth: int) -> list[Referent]:
    type_ = focus.type or (focus.selection.type if focus.selection and focus.want in ("find", "count") else None)
    if type_ is None or (focus.things and focus.listing is None):
        # What was shown by itself is a thing, also where there is a plural for it: "how many sites do they have?"
        return []
    return [Referent("listing", type_, depth, hits=focus.rows)]


def _named(focus: Focus, depth: int) -> Iterable[Referent]:
    if focus.selection is None:
        return
    for condition in focus.selection.where:
        inner = condition.selection
        if inner is not None and inner.type is not None and inner.refers is None:
            yield Referent("inner", inner.type, depth, selection=inner, grounds=focus.grounds)
    for text in texts_of(focus.selection):
        hits = focus.grounds.get(text, ())
        for type_ in dict.fromkeys(hit.type for hit in hits):
            yield Referent("named", type_, depth, text, tuple(hit for hit in hits if hit.type == type_))


def rows_type(topic: Topic) -> str | None:
    """Return the type of the rows that were shown last; None where none were."""
    return next((focus.type for focus in topic.focus if focus.rows or focus.listing), None)
