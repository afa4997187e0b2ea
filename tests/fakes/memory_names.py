"""An index of names in memory, for tests of the reader."""

from collections.abc import Collection, Sequence

from rapidfuzz import fuzz

from orchestration.language.reading import NameHit


class MemoryNames:
    """The index of names as plain dictionaries; keeps the contract of `ports.Names`.

    `asked` counts the look-ups: one `find` a message is the bound.
    """

    def __init__(self) -> None:
        self._kept: dict[str, dict[str, dict[str, list[NameHit]]]] = {}
        self._built: dict[str, float] = {}
        self.asked = 0

    def find(self, scope: str, spans: Sequence[str]) -> dict[str, tuple[NameHit, ...]]:
        """Look many normalised spans up at once."""
        self.asked += 1
        types = self._kept.get(scope, {})
        found = {span: tuple(hit for kept in types.values() for hit in kept.get(span, ())) for span in spans}
        return {span: hits for span, hits in found.items() if hits}

    def nearest(self, scope: str, span: str, types: Sequence[str] = (), limit: int = 5) -> tuple[NameHit, ...]:
        """Return the names most like a span."""
        scored = []
        for type_, kept in self._kept.get(scope, {}).items():
            if types and type_ not in types:
                continue
            for known, hits in kept.items():
                score = max(fuzz.ratio(span, known), 0.95 * fuzz.token_sort_ratio(span, known)) / 100
                if score >= 0.6:
                    scored += [(score, known, hit) for hit in hits]
        best: dict[tuple[str, int], NameHit] = {}
        for score, _, hit in sorted(scored, key=lambda each: (-each[0], each[1])):
            best.setdefault((hit.type, hit.id), hit.model_copy(update={"score": score}))
        return tuple(best.values())[:limit]

    def sample(self, scope: str, type_: str, limit: int = 3) -> tuple[NameHit, ...]:
        """Return a few names of a type."""
        hits = {hit.id: hit for kept in self._kept.get(scope, {}).get(type_, {}).values() for hit in kept}
        return tuple(hits.values())[:limit]

    def built_at(self, scope: str) -> float | None:
        """Return when the index was last made whole."""
        return self._built.get(scope)

    def replace(self, scope: str, type_: str, entries: Sequence[tuple[str, NameHit]]) -> None:
        """Put the names of one type in the place of those that are there."""
        kept: dict[str, list[NameHit]] = {}
        for span, hit in entries:
            hits = kept.setdefault(span, [])
            if hit not in hits and len(hits) < 50:
                hits.append(hit)
        self._kept.setdefault(scope, {})[type_] = kept

    def amend(self, scope: str, type_: str, ids: Collection[int], entries: Sequence[tuple[str, NameHit]]) -> bool:
        """Let some objects of a type go by other names."""
        if type_ not in self._kept.get(scope, {}):
            return False
        changed = {*ids, *(hit.id for _, hit in entries)}
        left = [(span, hit) for span, hits in self._kept[scope][type_].items() for hit in hits if hit.id not in changed]
        self.replace(scope, type_, [*left, *entries])
        return True

    def completed(self, scope: str, at: float) -> None:
        """Say that all types are in."""
        self._built[scope] = at
