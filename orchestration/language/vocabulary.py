"""All words the reader knows before it looks into this NetBox: the language's own and the catalogue's."""

from collections.abc import Iterable
from copy import copy
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.lexicon import type_words
from orchestration.catalogue.types import ObjectType
from orchestration.language import lexicon
from orchestration.language.intent import Want
from orchestration.language.lexicon import Word
from orchestration.language.normal import normalise


class Known(NamedTuple):
    """What a span of words may be, as far as the vocabulary goes.

    Args:
        words: parts of speech.
        kinds: keys of the types it names.
        field: some type has a field of this name.
        value: some type has a choice of this name.
    """

    words: tuple[Word, ...] = ()
    kinds: tuple[str, ...] = ()
    field: bool = False
    value: bool = False

    @property
    def content(self) -> bool:
        """Whether it names something of NetBox."""
        return bool(self.kinds or self.field or self.value)


_NOTHING = Known()
_COUNTING = ("number of ", "count of ", "amount of ")


def _known(span: str, words: tuple[Word, ...], kinds: tuple[str, ...], field: bool, value: bool) -> Known:  # noqa: FBT001
    if words and len(span) <= 2:
        # "no" is no platform, though "NOS" is, and "a" is no end of a cable.
        return Known(words)
    if span.startswith(_COUNTING):
        # Counting is read by the grammar, which knows what is counted.
        return Known(words, kinds, False, False)
    return Known(words, kinds, field, value)


class Vocabulary:
    """The words of the language and of the catalogue, by their normal form.

    Args:
        catalogue: the object types.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        spoken = list(lexicon.phrases())
        words: dict[str, dict[Word, None]] = {}
        for phrase, word in spoken:
            words.setdefault(normalise(phrase), {})[word] = None
        kinds = type_words(catalogue.core.values())
        fields = {word for each in catalogue.core.values() for word in catalogue.field_words(each.key)}
        values = {word for each in catalogue.core.values() for word in catalogue.value_words(each.key)}
        self._known = {
            span: _known(span, tuple(words.get(span, ())), tuple(kinds.get(span, ())), span in fields, span in values)
            for span in {*words, *kinds, *fields, *values}
        }
        self.longest = max(span.count(" ") + 1 for span in self._known)
        self.whole: dict[str, Want] = {normalise(phrase): want for phrase, want in lexicon.whole()}
        self.short = lexicon.short()
        self.devices = frozenset(normalise(each) for each in lexicon.devices())
        surface = _surface(catalogue.core.values(), [*(phrase for phrase, _ in spoken), *lexicon.devices()])
        self._spelled = _by_first_letter(surface)

    def grow(self, catalogue: Catalogue, learnt: tuple[ObjectType, ...]) -> None:
        """Take the words of some further types in; a word that means something else already goes on to."""
        kinds = type_words(learnt)
        fields = {word for each in learnt for word in catalogue.field_words(each.key)}
        values = {word for each in learnt for word in catalogue.value_words(each.key)}
        grown = dict(self._known)
        for span in {*kinds, *fields, *values}:
            old = self.know(span)
            # A type's own name goes before what is only a further word for another.
            meant = tuple(catalogue.type_words().get(span, ()))
            grown[span] = _known(span, old.words, meant, old.field or span in fields, old.value or span in values)
        self._known = grown
        self.longest = max(self.longest, *(span.count(" ") + 1 for span in grown))
        spelled = {word for words in self._spelled.values() for word in words}
        self._spelled = _by_first_letter(spelled | _surface(learnt, ()))

    def know(self, span: str) -> Known:
        """Return what a normalised span may be."""
        return self._known.get(span, _NOTHING)

    def correct(self, word: str) -> str | None:
        """Return the word that was meant by a misspelled one; None where none is near enough.

        One slip is forgiven in words of four letters and more, two in words of eight and more; a slip in the first letter only
        there. In words of six and seven letters another letter is a slip where its key lies beside the right one ("calling" is
        not "cabling"), in shorter ones it is another word.

        Args:
            word: in small letters, not normalised.
        """
        if len(word) < 4 or not word.isalpha():
            return None
        slips = 1 if len(word) < 8 else 2
        near = (
            self._spelled.get(word[0], []) if slips == 1 else [each for some in self._spelled.values() for each in some]
        )
        best, least = None, slips + 1
        for each in near:
            if abs(len(each) - len(word)) < least:
                distance = OSA.distance(word, each, score_cutoff=least - 1)
                if distance < least and (len(word) > 7 or _slipped(word, each)):
                    best, least = each, distance
        return best


def _slipped(word: str, meant: str) -> bool:
    if len(word) != len(meant) or sorted(word) == sorted(meant):
        return True
    return len(word) > 5 and all(one == other or _beside(one, other) for one, other in zip(word, meant, strict=True))


def _beside(one: str, other: str) -> bool:
    """Say whether two letters lie beside each other in a row of keys."""
    return any(pair in row for row in _KEYS for pair in (one + other, other + one))


_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def vocabulary_of(catalogue: Catalogue) -> Vocabulary:
    """Return the vocabulary of a catalogue; made once a process, and grown where the catalogue learns."""
    return _grown(catalogue, catalogue.edition) if catalogue.grown else _core(catalogue)


@cache
def _core(catalogue: Catalogue) -> Vocabulary:
    return Vocabulary(catalogue)


@lru_cache(maxsize=2)
def _grown(catalogue: Catalogue, edition: int) -> Vocabulary:
    del edition  # Told so that what was grown of an earlier one is not given again.
    more = copy(_core(catalogue))
    more.grow(catalogue, catalogue.grown)
    return more


def _surface(types: Iterable[ObjectType], spoken: Iterable[str]) -> set[str]:
    """Return the words as they are written, singular and plural, of four letters and more."""
    texts = [*spoken, *_EVERYDAY.split(";")]
    for each in types:
        texts += [each.singular, each.plural, *each.words]
        for field in each.fields.values():
            texts += [field.label, *field.words]
    split = (word for text in texts for word in text.lower().replace("-", " ").replace("/", " ").split())
    return {word for word in split if len(word) >= 4 and word.isalpha()}


def _by_first_letter(words: set[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in sorted(words):
        found.setdefault(word[0], []).append(word)
    return found


# Words that are spelled right and mean nothing here; without them each would be taken for a slip of one that does.
_EVERYDAY = (
    "north;south;east;west;street;road;tower;house;main;office;north;some;come;came;home;time;times;work;works;last;past;next;test;tests;best;rest;"
    "left;right;part;near;here;hear;year;years;weak;week;weeks;month;months;call;calls;tall;wall;ball;hall;mail;fail;sail;tail;note;notes;vote;"
    "line;lines;mine;fine;nine;land;sand;hand;band;king;ring;sing;wing;thing;things;think;thank;weather;whether;other;mother;rather;"
    "town;down;gown;city;state;states;country;countries;world;word;words;told;gold;hold;cold;bold;fold;tomorrow;yesterday;ship;shop;pull;pulled"
)
