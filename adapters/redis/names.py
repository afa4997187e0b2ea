"""The index of names on Redis: what a span of words may mean in this NetBox, by identity.

Each type of each scope has four hashes of one generation: `spans` (normalised span -> its objects), `objects` (id -> its
spans), `numbers` (number -> span) and `grams` (trigram -> the numbers of the spans that hold it, packed: 100,000 names of 20
letters take 8 MB so, and 80 MB as sets). A new generation is written beside the old one and takes its place in one step, so that no look-up ever
finds half of the names. One more hash of the scope, `known`, tells in which types a span is: a message of 20 words
has a hundred spans, nearly all of them name nothing, and asking every type for each would take twenty times as long.
It may name a type too many, never one too few: it is written before a generation takes its place, and cleared after.
"""

import json
import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256
from typing import Any, TypeVar

from redis import Redis

from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX
from adapters.redis.nearness import counted, indexed, likeness, sharing_most, trigrams
from adapters.redis.scripts import script
from adapters.redis.stored import read_stored
from orchestration.changelog import Seen
from orchestration.language.normal import normalise
from orchestration.language.reading import NameHit

Item = TypeVar("Item")

MOST_NAMES = 500_000
MOST_OF_ONE_NAME = 50
KEPT_SECONDS = 7 * 24 * 3600
# A generation that nobody finished, its builder having died, and one that another has taken the place of.
UNFINISHED_SECONDS = 3600
REPLACED_SECONDS = 60
_CHUNK = 1000
_TABLES = ("spans", "objects", "numbers", "grams")
# Numbers that one search for near names looks at in each type: the rarest trigrams first, so that common ones cost nothing.
_GLANCE = 10_000
_CANDIDATES = 200
# Trigrams that completing a name looks at, and names that it compares.
_RAREST = 4
_COMPLETED = 1000
_LEAST_ALIKE = 0.6
# When an index was made whole, in the second form of its spans: one of the first is made anew ("lodz" names Łódź).
_BUILT = "built-2"


class RedisNames:
    """The index of names.

    Args:
        client: the Redis to keep it in.
        most: spans kept for one scope; what is beyond is left out.
    """

    def __init__(self, client: Redis, most: int = MOST_NAMES) -> None:
        self._client = client
        self._most = most
        self._find = script(client, "names_find")
        self._glance = script(client, "names_near")
        self._complete = script(client, "names_complete")
        self._switch = script(client, "names_switch")
        self._know = script(client, "names_know")
        self._unknow = script(client, "names_unknow")
        self._amend = script(client, "names_amend")

    @store_errors()
    def find(self, scope: str, spans: Sequence[str]) -> dict[str, tuple[NameHit, ...]]:
        """Look many normalised spans up at once; spans that name nothing are left out."""
        asked = list(dict.fromkeys(each for each in spans if each))
        found: defaultdict[str, list[NameHit]] = defaultdict(list)
        for chunk in _chunks(asked):
            answer = self._find(keys=[_base(scope)], args=chunk)
            for number, type_, hits in zip(answer[::3], answer[1::3], answer[2::3], strict=True):
                found[chunk[number - 1]] += _hits(type_.decode(), hits)
        return {span: tuple(hits) for span, hits in found.items()}

    @store_errors()
    def nearest(self, scope: str, span: str, types: Sequence[str] = (), limit: int = 5) -> tuple[NameHit, ...]:
        """Return the names most like a normalised span, best first, with their scores from 0.6 to 1."""
        grams = sorted(trigrams(span))
        answer = self._glance(keys=[_base(scope)], args=[_GLANCE, len(grams), *grams, *types])
        types_, generations, left_out, packed = (answer[at::4] for at in range(4))
        # A trigram left out is one that most names of its type have: each candidate is taken to have it.
        shared = sharing_most([(counted(each), out) for each, out in zip(packed, left_out, strict=True)], _CANDIDATES)
        near = [(types_[at].decode(), generations[at].decode(), str(number)) for at, number in shared]
        spans = self._read(scope, "numbers", near)
        alike = [
            (likeness(span, kept), type_, generation, kept)
            for (type_, generation, _), kept in zip(near, map(_text, spans), strict=True)
            if kept
        ]
        best = sorted((each for each in alike if each[0] >= _LEAST_ALIKE), key=lambda each: (-each[0], each[3]))
        best = best[: limit * 3]
        kept_hits = self._read(scope, "spans", [place for _, *place in best])
        found: dict[tuple[str, int], NameHit] = {}
        for (score, type_, *_), kept in zip(best, kept_hits, strict=True):
            for hit in _hits(type_, kept) if kept else ():
                found.setdefault((hit.type, hit.id), hit.model_copy(update={"score": score}))
        return tuple(found.values())[:limit]

    @store_errors()
    def completing(self, scope: str, type_: str, typed: str, limit: int = 25) -> tuple[NameHit, ...]:
        """Return the names of a type that begin with what is typed, then those that hold it, each in the order of the alphabet.

        Args:
            scope: instance and identity.
            type_: key of the type.
            typed: the beginning or a part of a name; of one letter or none, only beginnings among the first names are looked for.
            limit: names at most.
        """
        part = normalise(typed)
        inner = {part[at : at + 3] for at in range(len(part) - 2)}
        begins = {f" {part[:2]}"} if len(part) > 1 else set()
        spans = self._holding(scope, type_, begins | inner) if begins else self._first(scope, type_)
        found = sorted(span for span in spans if span.startswith(part))[:limit]
        if len(found) < limit and inner:
            within = set(self._holding(scope, type_, inner)) - set(found)
            found += sorted(span for span in within if part in span and not span.startswith(part))[: limit - len(found)]
        generation = self._generation(scope, type_)
        kept = self._read(scope, "spans", [(type_, generation, span) for span in found])
        hits = {hit.id: hit for each in kept if each for hit in _hits(type_, each)}
        return tuple(hits.values())[:limit]

    def _holding(self, scope: str, type_: str, grams: set[str]) -> list[str]:
        """Return spans of a type that hold all of some trigrams."""
        answer = self._complete(keys=[_base(scope)], args=[type_, _RAREST, *sorted(grams)])
        if len(answer) < 2:
            return []
        numbers = sorted(set.intersection(*(set(counted(packed)) for packed in answer[1:])))
        return self._numbered(scope, type_, answer[0].decode(), numbers[:_COMPLETED])

    def _first(self, scope: str, type_: str) -> list[str]:
        return self._numbered(scope, type_, self._generation(scope, type_), list(range(_COMPLETED)))

    def _numbered(self, scope: str, type_: str, generation: str, numbers: Sequence[int]) -> list[str]:
        spans = self._read(scope, "numbers", [(type_, generation, str(number)) for number in numbers])
        return [span.decode() for span in spans if span]

    def _generation(self, scope: str, type_: str) -> str:
        return _text(self._client.hget(_base(scope) + "generations", type_))

    @store_errors()
    def sample(self, scope: str, type_: str, limit: int = 3) -> tuple[NameHit, ...]:
        """Return a few names of a type: the first that were put in."""
        generation = self._client.hget(_base(scope) + "generations", type_)
        if generation is None:
            return ()
        known = str(int(generation))
        # An object may have several spans, its slug beside its name.
        numbers = [(type_, known, str(number)) for number in range(limit * 4)]
        spans = [each.decode() for each in self._read(scope, "numbers", numbers) if each]
        kept = self._read(scope, "spans", [(type_, known, span) for span in spans])
        hits = {hit.id: hit for each in kept if each for hit in _hits(type_, each)}
        return tuple(hits.values())[:limit]

    @store_errors()
    def built_at(self, scope: str) -> float | None:
        """Return when the index was last made whole, seconds since the epoch; None where it never was."""
        kept = self._client.get(_base(scope) + _BUILT)
        return float(kept) if kept else None

    @store_errors()
    def replace(self, scope: str, type_: str, entries: Sequence[tuple[str, NameHit]]) -> None:
        """Put the names of one type in the place of those that are there."""
        base = _base(scope)
        others = sum(
            int(count) for kind, count in self._client.hgetall(base + "counts").items() if kind != type_.encode()
        )
        spans: defaultdict[str, dict[int, list[object]]] = defaultdict(dict)
        for span, hit in entries:
            if span and (span in spans or len(spans) < self._most - others):
                objects = spans[span]
                if len(objects) < MOST_OF_ONE_NAME:
                    objects.setdefault(hit.id, [hit.id, hit.name, hit.within])
        generation = str(self._client.hincrby(base + "begun", type_, 1))
        place = f"{base}{type_}:{generation}:"
        numbered = list(spans)
        self._write(place + "spans", [(span, json.dumps(list(spans[span].values()))) for span in numbered])
        spans_of: defaultdict[str, list[str]] = defaultdict(list)
        for span in numbered:
            for id_ in spans[span]:
                spans_of[str(id_)].append(span)
        self._write(place + "objects", [(id_, "\n".join(named)) for id_, named in spans_of.items()])
        self._write(place + "numbers", [(str(number), span) for number, span in enumerate(numbered)])
        self._write(place + "grams", list(indexed(numbered)))
        for chunk in _chunks(numbered):
            self._know(keys=[base], args=[type_, KEPT_SECONDS, *chunk])
        done, before = self._switch(
            keys=[base], args=[type_, generation, len(numbered), KEPT_SECONDS, REPLACED_SECONDS]
        )
        if done and before:
            kept = map(_text, self._client.hkeys(f"{base}{type_}:{before.decode()}:spans"))
            for chunk in _chunks([span for span in kept if span not in spans]):
                self._unknow(keys=[base], args=[type_, generation, *chunk])

    @store_errors()
    def amend(self, scope: str, type_: str, ids: Collection[int], entries: Sequence[tuple[str, NameHit]]) -> bool:
        """Let some objects of a type go by the names given here, and by no other; say whether the type has names at all."""
        come: defaultdict[int, list[Any]] = defaultdict(list)
        for span, hit in dict.fromkeys(entries):
            if span:
                come[hit.id].append([span, [hit.id, hit.name, hit.within], sorted(trigrams(span))])
        for chunk in _chunks(sorted({*ids, *come})):
            told = {"gone": chunk, "come": [each for id_ in chunk for each in come[id_]]}
            if not self._amend(keys=[_base(scope)], args=[type_, self._most, MOST_OF_ONE_NAME, json.dumps(told)]):
                return False
        return True

    @store_errors()
    def read_to(self, scope: str) -> Seen | None:
        """Return how far NetBox's log of changes has gone into the index; None where that is not known."""
        kept = self._client.get(_base(scope) + "log")
        return None if kept is None else read_stored(Seen, kept)

    @store_errors()
    def note_log(self, scope: str, seen: Seen | None) -> None:
        """Note how far NetBox's log of changes has gone into the index."""
        if seen is None:
            self._client.delete(_base(scope) + "log")
        else:
            self._client.set(_base(scope) + "log", seen.model_dump_json(), ex=KEPT_SECONDS)

    @store_errors()
    def drop(self, scope: str) -> None:
        """Let a scope have no names, as if its index had never been built."""
        base = _base(scope)
        kept = [
            (_text(kind), _text(generation)) for kind, generation in self._client.hgetall(base + "generations").items()
        ]
        tables = [f"{base}{kind}:{generation}:{table}" for kind, generation in kept for table in _TABLES]
        self._client.unlink(
            *(base + each for each in (_BUILT, "log", "generations", "counts", "known", "begun")), *tables
        )

    @store_errors()
    def completed(self, scope: str, at: float) -> None:
        """Say that all types are in."""
        self._client.set(_base(scope) + _BUILT, repr(at), ex=KEPT_SECONDS)

    @store_errors()
    def claim(self, scope: str, seconds: int) -> bool:
        """Take on the building of a scope's index, so that no two workers read all of NetBox at once.

        Args:
            scope: instance and identity.
            seconds: how long the claim lasts if it is not given back.

        Returns:
            Whether it was free.
        """
        return bool(self._client.set(_base(scope) + "claimed", repr(time.time()), nx=True, ex=seconds))

    @store_errors()
    def hold(self, scope: str, seconds: int) -> None:
        """Let a claim last so many seconds from now."""
        self._client.expire(_base(scope) + "claimed", seconds)

    @store_errors()
    def unclaim(self, scope: str) -> None:
        """Give the building of a scope's index back."""
        self._client.delete(_base(scope) + "claimed")

    def _read(self, scope: str, table: str, wanted: Sequence[Sequence[str]]) -> list[bytes | None]:
        """Return one field each, (type, generation, field), in the order asked for."""
        fields: defaultdict[str, list[str]] = defaultdict(list)
        for type_, generation, field in wanted:
            fields[f"{_base(scope)}{type_}:{generation}:{table}"].append(field)
        pipe = self._client.pipeline(transaction=False)
        for key, asked in fields.items():
            pipe.hmget(key, asked)
        kept = dict(zip(fields, map(iter, pipe.execute() if fields else ()), strict=True))
        return [next(kept[f"{_base(scope)}{type_}:{generation}:{table}"]) for type_, generation, _ in wanted]

    def _write(self, key: str, fields: Sequence[tuple[str, str | bytes]]) -> None:
        for chunk in _chunks(fields):
            pipe = self._client.pipeline(transaction=False)
            pipe.hset(key, mapping=dict(chunk))
            pipe.expire(key, UNFINISHED_SECONDS)
            pipe.execute()


def _chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK))


def _text(answer: Any) -> str:
    return (answer or b"").decode()


def _base(scope: str) -> str:
    # A digest, for a scope holds an address and may be long; curly brackets keep a scope's keys on one server.
    return f"{PREFIX}names:{{{sha256(scope.encode()).hexdigest()[:16]}}}:"


def _hits(type_: str, stored: bytes) -> list[NameHit]:
    return [NameHit(type=type_, id=number, name=name, within=within) for number, name, within in json.loads(stored)]
