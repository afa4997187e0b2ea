"""Answers that are kept: under what name, how long, and what a write drops."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.catalogue.catalogue import Catalogue
from orchestration.errors import StoreUnavailable
from orchestration.ports import Cache

# A person's permissions may be taken away at any time, and no log tells.
OWN_TOKEN_SECONDS = 60
# What NetBox works out below an object changes with many types.
BELOW_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Keeping:
    """The kept answers of one identity.

    Args:
        cache: where they are; None keeps nothing.
        instance: which NetBox.
        identity: whose rights.
        most: seconds to keep one at most.
    """

    cache: Cache | None
    instance: str
    identity: str
    most: float

    @property
    def own(self) -> bool:
        """Whether it is the identity of a person, role or place with a token of its own."""
        return self.most <= OWN_TOKEN_SECONDS

    def key(self, path: str, params: Iterable[tuple[str, str]]) -> str:
        """Return the name of an answer: what was asked, of which NetBox, with whose rights."""
        asked = json.dumps([self.instance, self.identity, path, sorted(params)])
        return hashlib.sha256(asked.encode()).hexdigest()

    def get(self, key: str) -> Any:
        """Return a kept answer, or None; a store that is away keeps nothing and stops nobody."""
        try:
            kept = self.cache.get(key) if self.cache else None
        except StoreUnavailable:
            return None
        return None if kept is None else json.loads(kept)

    def put(self, key: str, answer: Any, seconds: float, types: Sequence[str]) -> None:
        """Keep an answer that tells of some types, no longer than this identity's answers may be kept."""
        self.note(key, answer, min(seconds, self.most), types)

    def note(self, key: str, note: Any, seconds: float, types: Sequence[str] = ()) -> None:
        """Keep something for some seconds, whatever this identity's answers are kept for."""
        if self.cache is None or seconds <= 0:
            return
        try:
            groups = [self._group(each) for each in types]
            # Those of a person's own token go with it; see `orchestration.ports.Traces`.
            own = [f"{self.instance}|{self.identity}"] if self.own else []
            self.cache.put(key, json.dumps(note).encode(), seconds, [*groups, *own])
        except StoreUnavailable:
            return

    def drop(self, catalogue: Catalogue, type_: str) -> None:
        """Drop what a write to a type may have changed, of all identities: the type, those that count or show it, and the log.

        A type that the catalogue does not have is shown by none that it has.
        """
        if self.cache is None:
            return
        for each in dict.fromkeys(touched(catalogue, type_)):
            self.cache.drop(self._group(each))

    def _group(self, type_: str) -> str:
        return f"{self.instance}|{type_}"


def touched(catalogue: Catalogue, type_: str) -> Iterator[str]:
    """Yield the types whose records a write to a type may change: counters of what it points at, names in what points at it."""
    yield from (type_, "core.objectchange", "extras.taggeditem")
    if type_ not in catalogue:
        return
    yield from (field.relation for field in catalogue[type_].fields.values() if field.relation)
    for other in catalogue:
        if any(field.relation == type_ for field in other.fields.values()) or type_ in other.counters.values():
            yield other.key
