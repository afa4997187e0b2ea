"""Words and what they mean in the catalogue, by the words' normal form."""

import re
from collections.abc import Iterable
from typing import TypeVar

from orchestration.catalogue.types import Meant, ObjectType
from orchestration.language.normal import normalise

# "10gbase-t", "1000base-x-sfp": IEEE 802.3 names an interface by its rate, in Mbps where no letter follows.
_RATE = re.compile(r"^(\d+(?:\.\d+)?)([gt])?base-")

Meaning = TypeVar("Meaning")


def type_words(types: Iterable[ObjectType]) -> dict[str, tuple[str, ...]]:
    """Return the types that words mean; a type's own name goes before another's further words."""
    own: list[tuple[str, str]] = []
    further: list[tuple[str, str]] = []
    for each in types:
        own += [(words, each.key) for words in (each.singular, each.plural)]
        further += [(words, each.key) for words in each.words]
    return _gathered([*own, *further])


def field_words(about: ObjectType) -> dict[str, tuple[str, ...]]:
    """Return the fields, filters and links of a type that words mean: labels and names, then further words."""
    named: list[tuple[str, str]] = []
    further: list[tuple[str, str]] = []
    for name, field in about.fields.items():
        named += [(field.label, name), (name, name)]
        further += [(words, name) for words in field.words]
    named += [(name, name) for name in about.links]
    named += [(name, name) for name in about.filters if not name.endswith(("_id", "_by_request")) and name != "q"]
    further += [(words, name) for name, several in about.filter_words.items() for words in several]
    return _gathered([*named, *further])


def value_words(about: ObjectType) -> dict[str, tuple[Meant, ...]]:
    """Return what words say by a field's values: choices by value and label, families of choices, and words for true and false."""
    pairs: list[tuple[str, Meant]] = []
    for name, field in about.fields.items():
        for value, label in field.choices:
            pairs += [(label, (name, (value,))), (value, (name, (value,)))]
        pairs += [(words, (name, values)) for words, values in _families(field.choices).items()]
    pairs += [(words, meant) for words, several in about.value_words.items() for meant in several]
    return _gathered(pairs)


def _families(choices: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return the words that may mean several choices: a rate ("10g"), a first part ("usb"), a label without its brackets ("QSFP28")."""
    found: dict[str, list[str]] = {}
    values = [value for value, _ in choices]
    for value in values:
        if rate := _RATE.match(value):
            for word in _rate_words(*rate.groups()):
                found.setdefault(word, []).append(value)
        elif (first := value.partition("-")[0]) != value and first not in values and not first.isdigit():
            found.setdefault(first, []).append(value)
    families = {words: tuple(several) for words, several in found.items() if len(several) > 1}
    stems: dict[str, list[str]] = {}
    for value, label in choices:
        if (stem := label.partition(" (")[0]) != label:
            stems.setdefault(stem, []).append(value)
    return {**{stem: tuple(several) for stem, several in stems.items()}, **families}


def _rate_words(figure: str, scale: str | None) -> tuple[str, ...]:
    """Return how people write an Ethernet rate: 1000BASE is 1G, gig and gigabit."""
    if scale is None and figure == "1000":
        return (
            "1g",
            "1ge",
            "1gbe",
            "1gbps",
            "1gig",
            "1 gig",
            "1 gigabit",
            "gig",
            "gige",
            "gigabit",
            "gigabit ethernet",
            "1000m",
            "1000base",
        )
    if scale is None:
        return (f"{figure}m", f"{figure}mbps", f"{figure}mbit", f"{figure}base", "fast ethernet")
    scaled = f"{figure}{scale}"
    further = ("be", "e", "bps", "bit", "base", "ig", "igabit") if scale == "g" else ("be", "e", "bps", "bit", "base")
    return (scaled, *(scaled + end for end in further), f"{figure} {scale}ig", f"{figure} {scale}igabit")


def _gathered(pairs: Iterable[tuple[str, Meaning]]) -> dict[str, tuple[Meaning, ...]]:
    found: dict[str, dict[Meaning, None]] = {}
    for words, meaning in pairs:
        if normal := normalise(words):
            found.setdefault(normal, {})[meaning] = None
    return {words: tuple(meanings) for words, meanings in found.items()}
