"""Words and what they mean in the catalogue, by the words' normal form."""

from collections.abc import Iterable
from typing import TypeVar

from orchestration.catalogue.types import Meant, ObjectType
from orchestration.language.normal import normalise

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
    for name, link in about.links.items():
        named.append((name, name))
        further += [(words, name) for words in link.words]
    for name in about.filters:
        if name not in about.fields and name.removesuffix("_id") not in about.links:
            named.append((name, name))
    further += [(words, name) for name, several in about.filter_words.items() for words in several]
    return _gathered([*named, *further])


def value_words(about: ObjectType) -> dict[str, tuple[Meant, ...]]:
    """Return what words say by a field's values: choices by value and label, families of choices, and words for true and false."""
    pairs: list[tuple[str, Meant]] = []
    for name, field in about.fields.items():
        for value, label in field.choices:
            pairs += [(label, (name, (value,))), (value, (name, (value,)))]
    pairs += [(words, meant) for words, several in about.value_words.items() for meant in several]
    return _gathered(pairs)


def _gathered(pairs: Iterable[tuple[str, Meaning]]) -> dict[str, tuple[Meaning, ...]]:
    found: dict[str, dict[Meaning, None]] = {}
    for words, meaning in pairs:
        if normal := normalise(words):
            found.setdefault(normal, {})[meaning] = None
    return {words: tuple(meanings) for words, meanings in found.items()}
