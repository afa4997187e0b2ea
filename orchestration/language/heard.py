"""A message as it was heard: its words, and what each span of them may be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from orchestration.catalogue.catalogue import Catalogue
from orchestration.language.lexicon import Word
from orchestration.language.normal import normalise
from orchestration.language.spans import Item, cut
from orchestration.language.tokens import readable, tokenise
from orchestration.language.vocabulary import vocabulary_of
from orchestration.ports import Names

LONGEST_SPAN = 6
# What people name to say that devices are meant: "the Acme boxes", "all access switches".
_OF_DEVICES = frozenset(("dcim.devicerole", "dcim.devicetype", "dcim.manufacturer", "dcim.platform"))


@dataclass(frozen=True)
class Heard:
    """A message, looked up.

    Args:
        text: as far as it is read.
        items: the likeliest cut of it.
        spans: the normal forms of its runs of words.
        catalogue: the object types.
    """

    text: str
    items: tuple[Item, ...]
    spans: frozenset[str]
    catalogue: Catalogue

    def says(self, value: str) -> bool:
        """Say whether a name or value stands in the message, whole words of it."""
        norm = normalise(value)
        return f" {norm} " in f" {self._norm} " if norm else bool(value.strip()) and value.strip() in self.text

    def plays(self, *roles: str) -> bool:
        """Say whether some word of it has one of these parts of speech."""
        return any(word.role in roles for span in self.spans for word in vocabulary_of(self.catalogue).know(span).words)

    def means(self, role: str, value: str) -> bool:
        """Say whether some word of it has a part of speech with one value: of a change "delete"."""
        vocabulary = vocabulary_of(self.catalogue)
        return any(Word(role, value) in vocabulary.know(span).words for span in self.spans)

    @cached_property
    def kinds(self) -> dict[str, None]:
        """The types that words of it name, in order."""
        vocabulary = vocabulary_of(self.catalogue)
        named = [kind for item in self.items for kind in item.kinds]
        named += [kind for span in sorted(self.spans) for kind in vocabulary.know(span).kinds]
        roles = any(hit.type in _OF_DEVICES for item in self.items for hit in item.hits)
        devices = roles or bool(self.spans & vocabulary.devices)
        return dict.fromkeys([*named, *(["dcim.device"] if devices else [])])

    @cached_property
    def figures(self) -> frozenset[str]:
        """The bare values of what its syntax tells: numbers, masks, addresses, days."""
        found = (item.figure for item in self.items if item.figure is not None)
        return frozenset(each for figure in found for each in (figure.low, figure.high) if each)

    @cached_property
    def _norm(self) -> str:
        return normalise(self.text)


def heard(message: str, names: Names, scope: str, catalogue: Catalogue, now: datetime) -> Heard:
    """Look a message up.

    Args:
        message: what was written.
        names: the index of names.
        scope: whose names.
        catalogue: the object types.
        now: when it was written.
    """
    text = readable(message)
    tokens = tokenise(text)
    cuts = cut(text, tokens, vocabulary_of(catalogue), names, scope, now)
    runs = (
        " ".join(each.norm for each in tokens[at : at + size])
        for at in range(len(tokens))
        for size in range(1, LONGEST_SPAN + 1)
    )
    corrected = (item.norm for item in (cuts[0] if cuts else ()))
    return Heard(text, tuple(cuts[0] if cuts else ()), frozenset((*runs, *corrected)), catalogue)


def pairs(items: tuple[Item, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the names in a message as they were typed, with the types of what they name; nothing else of NetBox."""
    for item in items:
        types = tuple(dict.fromkeys(hit.type for hit in item.hits))
        if types:
            yield item.text, types
