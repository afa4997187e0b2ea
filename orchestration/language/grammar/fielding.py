"""Fields with their values behind them: "status planned", "in rack R1", "height 42 U"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.language.grammar import measures, scales, spelling

if TYPE_CHECKING:
    from orchestration.language.grammar.assigning import Assigner


# Words between a field and its value.
_BETWEEN = frozenset(
    "from between of to is are as be it the a an number equal with must should and named called number nr no id in was".split()
)
_YES = {"yes": "true", "true": "true", "on": "true", "no": "false", "false": "false", "off": "false"}
FIGURED = ("address", "prefix", "start_address", "asn")


def valued(assigner: Assigner, at: int) -> int:
    """Take a field and its value: "status planned"; says how many items it took, 0 where it is something else."""
    item = assigner.items[at]
    name, start = assigner.field_named(item), at + 1
    if name is None:
        name, start = _across(assigner, at), at + 2
    if name is None:
        return 0
    while (following := assigner.item(start)) is not None and start - at <= 3:
        if following.quoted or following.hits or following.figure or following.value or following.norm not in _BETWEEN:
            break
        start += 1
    described = assigner.about.fields.get(name)
    if described is not None and described.kind == "boolean":
        following = assigner.item(at + 1)
        said = _YES.get(following.norm) if following is not None else None
        assigner.assign(name, said or "true")
        return 2 if said else 1
    if start >= len(assigner.items):
        return 0
    taken = value_of(assigner, name, start)
    return start - at + taken if taken else 0


def _across(assigner: Assigner, at: int) -> str | None:
    """Return the field that the end of one span and the next span name together: "allowed VLAN" and "IDs"."""
    item, following = assigner.items[at], assigner.item(at + 1)
    if following is None or item.size < 2 or item.quoted or item.hits or item.after:
        return None
    words = assigner.mind.catalogue.field_words(assigner.kind).get(f"{item.norm.split()[-1]} {following.norm}", ())
    return next(
        (each for each in words if each in assigner.about.fields and assigner.about.fields[each].writable), None
    )


def value_of(assigner: Assigner, name: str, at: int) -> int:
    """Read the value of a field.

    Args:
        assigner: reads what is said of the object.
        name: the field.
        at: where its value begins.

    Returns:
        How many items it takes; 0 where it is no value of that field.
    """
    if at >= len(assigner.items):
        return 0
    item = assigner.items[at]
    if name in FIGURED and item.figure is None:
        return 0
    described = assigner.about.fields.get(name)
    link = assigner.about.links.get(name)
    target = (described.relation if described else None) or (link.target if link else None)
    if item.norm in ("none", "nothing", "empty") and not item.quoted:
        assigner.assign(name, None)
        return 1
    if target:
        return _related(assigner, name, target, at)
    if described is not None and described.kind == "choice":
        return _choice(assigner, name, at)
    if name == "position" and (item.means("state", "empty") or item.role("next_free")):
        assigner.assign(name, "free")
        return 1
    if described is not None and described.kind in ("integer", "decimal") and name != "position":
        return _number(assigner, name, at)
    if item.figure is not None and item.figure.kind == "unit":
        assigner.assign(name, item.figure.low)
        return 1
    if name == "start_address" and item.figure is not None:
        return spelling.between(assigner, at)
    if item.figure is not None and item.figure.kind in ("address", "prefix"):
        assigner.assign(name, item.text)
        return 1
    taken, text = spelling.free_text(assigner, at, names=name == assigner.about.name_field)
    if not text:
        return 0
    assigner.named = assigner.named or name == assigner.about.name_field
    assigner.assign(name, text)
    return taken


def _related(assigner: Assigner, name: str, target: str, at: int) -> int:
    item = assigner.items[at]
    start = at
    if item.kinds and not item.hits and assigner.item(at + 1) is not None:
        start, item = at + 1, assigner.items[at + 1]
    hits = tuple(hit for hit in item.hits if target in ("*", hit.type))
    if hits and hits[0].score < 1.0 and (whole := _longer_name(assigner, start)):
        # "Wayne Industries" is neither Wayne nor Industries.
        assigner.ground(whole, (), target)
        assigner.assign(name, whole)
        return start - at + 2
    written = item.text[:1].isupper() and not (item.kinds or item.field or item.words)
    if not (hits or item.quoted or item.figure or written):
        return 0
    taken, text = 1, item.text
    if not hits:
        taken, text = spelling.free_text(assigner, start, names=True)
        if not text:
            return 0
    assigner.ground(text, hits, target)
    assigner.assign(name, text)
    return start - at + taken


def _longer_name(assigner: Assigner, at: int) -> str:
    """Return two words that are written as one name, each of which is part of another name; empty where they are not."""
    item, following = assigner.items[at], assigner.item(at + 1)
    if (
        following is None
        or item.after
        or not following.text[:1].isupper()
        or following.kinds
        or following.field
        or following.words
    ):
        return ""
    return f"{item.text} {following.text}"


def _choice(assigner: Assigner, name: str, at: int) -> int:
    item = assigner.items[at]
    meant = assigner.mind.catalogue.value_words(assigner.kind).get(item.norm, ())
    own = [values for field_, values in meant if field_ == name]
    if own:
        assigner.assign(name, own[0][0] if len(own[0]) == 1 else item.text)
        return 1
    if item.words and not item.content:
        return 0
    following = assigner.item(at + 1)
    if following is not None and not item.after:
        both = assigner.mind.catalogue.value_words(assigner.kind).get(f"{item.norm} {following.norm}", ())
        own = [values for field_, values in both if field_ == name]
        if own:
            assigner.assign(name, own[0][0])
            return 2
    assigner.assign(name, item.text)
    return 1


def _number(assigner: Assigner, name: str, at: int) -> int:
    taken, text = spelling.ranged(assigner, at)
    if not text:
        figure = assigner.items[at].figure
        if figure is None or figure.kind not in ("number", "units", "unit", "asn", "speed"):
            return 0
        taken, text = 1, scales.scaled(figure.low, figure.word, name)
        following = assigner.item(at + 1)
        if following is not None and not figure.word and name in measures.UNITS.get(following.norm, ()):
            taken, text = 2, scales.scaled(figure.low, following.norm, name)
    assigner.assign(name, text)
    return taken
