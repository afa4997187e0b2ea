"""The catalogue: all object types, and the ways and words between them."""

from collections.abc import Iterator, Mapping, Sequence

from orchestration.catalogue import lexicon, ways
from orchestration.catalogue.customs import Custom, with_customs
from orchestration.catalogue.types import Link, Meant, ObjectType


class Catalogue:
    """All object types, found by key, by path, by the words for them, and by the ways from one to another.

    A process speaks with one NetBox: the catalogue learns the types of its plugins and its custom fields while it runs.

    Args:
        types: the entries.
        netbox: the version of NetBox that the facts are of.
    """

    def __init__(self, types: tuple[ObjectType, ...], netbox: str = "") -> None:
        self.core = {each.key: each for each in types}
        self.edition = 0
        self.learnt: tuple[ObjectType, ...] = ()
        self.customs: tuple[Custom, ...] = ()
        # What they were last learnt from, so that the same is not read again.
        self.learnt_from: tuple[bytes | None, bytes | None] = (None, None)
        self._by_key = dict(self.core)
        self._by_path = {each.path: each for each in types}
        self._ways: dict[tuple[str, str], tuple[Link, ...]] = {}
        self._field_words: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self._value_words: dict[str, Mapping[str, tuple[Meant, ...]]] = {}
        self._type_words: Mapping[str, tuple[str, ...]] = {}
        self.netbox = netbox

    def __iter__(self) -> Iterator[ObjectType]:
        return iter(self._by_key.values())

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def __getitem__(self, key: str) -> ObjectType:
        return self._by_key[key]

    def __len__(self) -> int:
        return len(self._by_key)

    def learn(self, types: Sequence[ObjectType]) -> None:
        """Take plugins' types in, in the place of those learnt before; NetBox's own types and their words go before them."""
        fresh = tuple(each for each in types if each.key not in self.core and self.core_at(each.path) is None)
        if fresh != self.learnt:
            self.learnt = fresh
            self._grow()

    def learn_customs(self, customs: Sequence[Custom]) -> None:
        """Take custom fields in, in the place of those learnt before."""
        if tuple(customs) != self.customs:
            self.customs = tuple(customs)
            self._grow()

    @property
    def grown(self) -> tuple[ObjectType, ...]:
        """The types that this NetBox alone has, and those of which it has custom fields."""
        return tuple(each for key, each in self._by_key.items() if each is not self.core.get(key))

    def _grow(self) -> None:
        by_key = {**self.core, **{each.key: each for each in self.learnt}}
        self._by_key = {key: with_customs(each, self.customs) for key, each in by_key.items()}
        self._by_path = {each.path: each for each in self._by_key.values()}
        self._ways, self._field_words, self._value_words, self._type_words = {}, {}, {}, {}
        self.edition += 1

    def core_at(self, path: str) -> ObjectType | None:
        """Return NetBox's own type whose list lives at a path, or None."""
        found = self._by_path.get(path)
        return found if found is not None and found.key in self.core else None

    def at(self, path: str) -> ObjectType | None:
        """Return the type whose list lives at a path ("dcim/sites"), or None."""
        return self._by_path.get(path)

    def ways(self, type_: str, target: str) -> tuple[Link, ...]:
        """Return the links that lead from a type to another, best first: filters, then links back, else one path; empty where none leads there."""
        if (type_, target) not in self._ways:
            self._ways[type_, target] = ways.between(self._by_key, type_, target)
        return self._ways[type_, target]

    def type_words(self) -> Mapping[str, tuple[str, ...]]:
        """Return the types that words mean, most likely first, by the normal form of the words (`language.normal`)."""
        if not self._type_words:
            self._type_words = lexicon.type_words(self._by_key.values())
        return self._type_words

    def field_words(self, type_: str) -> Mapping[str, tuple[str, ...]]:
        """Return the fields, filters and links of a type that words mean, most likely first, by the words' normal form."""
        if type_ not in self._field_words:
            self._field_words[type_] = lexicon.field_words(self._by_key[type_])
        return self._field_words[type_]

    def value_words(self, type_: str) -> Mapping[str, tuple[Meant, ...]]:
        """Return what words say of a type's fields and filters by their values and labels, by the words' normal form: "active" is a status."""
        if type_ not in self._value_words:
            self._value_words[type_] = lexicon.value_words(self._by_key[type_])
        return self._value_words[type_]
