"""Which objects a change is about: those that are named, each one of them, or all that fit what was said."""

from dataclasses import dataclass
from typing import Any

from orchestration.catalogue.catalogue import Catalogue
from orchestration.changes.missing import Missing
from orchestration.changes.values import UNCHANGED
from orchestration.errors import Ambiguous, NotFound, NotUnderstood
from orchestration.language.intent import Ask, Selection, select
from orchestration.language.reading import NameHit
from orchestration.ports import Finder

_MOST = 1000
_CHOICES = 25


@dataclass(frozen=True, slots=True)
class Targets:
    """The objects of one ask.

    Args:
        type: key of their type.
        ids: their ids, in the order they were named or found.
    """

    type: str
    ids: tuple[int, ...]


def targets_of(ask: Ask, catalogue: Catalogue, find: Finder, grounds: dict[str, tuple[NameHit, ...]]) -> Targets:
    """Return the objects that an update or deletion is about.

    Args:
        ask: what is wanted.
        catalogue: all object types.
        find: finds the objects of a selection.
        grounds: what names mean, by the text as it stands in the intent.

    Raises:
        NotFound: one that is named is not there, or none fits.
        Ambiguous: several have a name that was said once.
        NotUnderstood: it is not said which, or a deletion is of all there are.
        Missing: it is not said which kind of objects is to be deleted.
    """
    selection = ask.selection
    if ask.want == "delete" and (selection is None or selection == select()):
        raise Missing(
            "", "kind of objects", "Which kind of objects is to go? Say it whole, such as: delete all VLANs in a site."
        )
    if selection is None or (selection.refers is not None and selection.refers.to == "ask"):
        raise NotUnderstood("Which object do you mean?", f"Say its type and name. {UNCHANGED}")
    type_ = _type(selection, catalogue, grounds)
    selection = selection.model_copy(update={"type": type_})
    about = catalogue[type_]
    if ask.want == "delete" and not selection.names and not selection.where:
        raise NotUnderstood(f"I do not delete all {about.plural} there are.", f"Say which ones. {UNCHANGED}")
    if not selection.names:
        ids = _fitting(selection, find)
        if not ids:
            raise NotFound(f"No {about.plural} fit that.", UNCHANGED)
        return Targets(type_, ids)
    named = (_named(selection, name, catalogue, find) for name in selection.names)
    return Targets(type_, tuple(dict.fromkeys(named)))


def _fitting(selection: Selection, find: Finder) -> tuple[int, ...]:
    """Return the objects that fit all conditions.

    Two conditions on one link ("the cable between A and B") are asked one by one: a filter that is given twice fits either.
    """
    linked = [each for each in selection.where if each.join == "is" and each.selection is not None]
    twice = [each for each in linked if sum(each.field == other.field for other in linked) > 1]
    plain = [each for each in selection.where if each not in twice]
    asked = [[*plain, each] for each in twice] or [plain]
    found = [find(selection.model_copy(update={"where": where}), ("id", "display"), _MOST) for where in asked]
    both = set.intersection(*({row["id"] for row in rows} for rows in found))
    return tuple(row["id"] for row in found[0] if row["id"] in both)


def _type(selection: Selection, catalogue: Catalogue, grounds: dict[str, tuple[NameHit, ...]]) -> str:
    if selection.type is not None and selection.type in catalogue:
        return selection.type
    meant = [hit.type for name in selection.names for hit in grounds.get(name, ()) if hit.type in catalogue]
    if not meant:
        said = " ".join(selection.names) or "that"
        raise NotFound(f"I found nothing that is {said}.", f"Say its type too. {UNCHANGED}", span=said)
    return meant[0]


def _named(selection: Selection, name: str, catalogue: Catalogue, find: Finder) -> int:
    """Return the one object of a name. Each name is looked for alone, so that none is missed beside another that is there twice."""
    about = catalogue[selection.type or ""]
    within = about.fields.get(about.within or "")
    shown = ("id", "display", *([within.name] if within else []))
    records = find(selection.model_copy(update={"names": [name]}), shown, _MOST)
    if not records:
        raise NotFound(f"No {about.singular} {name}.", UNCHANGED, span=name)
    if len(records) > 1:
        hits = tuple(
            NameHit(type=about.key, id=each["id"], name=each.get("display", ""), within=_around(each, about.within))
            for each in records[:_CHOICES]
        )
        raise Ambiguous(f"Which {about.singular}? {len(records)} are called {name}.", name, hits)
    return int(records[0]["id"])


def _around(record: dict[str, Any], within: str | None) -> str:
    held = record.get(within or "")
    return str(held.get("display", "")) if isinstance(held, dict) else ""
