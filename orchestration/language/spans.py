"""What each span of a message may be: all looked up at once, then cut into the likeliest sequences."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from orchestration.language.figures import Figure, figure, moment
from orchestration.language.lexicon import Word
from orchestration.language.normal import is_plural, normalise
from orchestration.language.reading import NameHit
from orchestration.language.tokens import Token
from orchestration.language.vocabulary import Known, Vocabulary
from orchestration.ports import Names

LONGEST_NAME = 6
BEST = 4
# A sequence that accounts for so much less than the best is not worth reading; in words.
CLOSE = 0.6
# Lookups of misspellings cost most; a message with more unknown words than this is none that is worth it.
MOST_CORRECTIONS = 12

# Written large these are names: the country, the department.
_ALSO_NAMES = frozenset(("US", "IT"))

# How well each word of a span is accounted for by what the span is taken for.
_WORTH = {"filler": 0.55, "please": 0.6, "all": 0.62, "ones": 0.7, "it": 0.7, "long": 0.6, "table": 0.8}


@dataclass(frozen=True, slots=True)
class Item:
    """A span of a message taken for one thing.

    Args:
        at: index of its first token.
        size: how many tokens it has.
        text: as it was written.
        norm: in normal form.
        words: its parts of speech; what it is here is for the grammar to say.
        kinds: types it names.
        field: whether some type has a field of that name.
        value: whether some type has a choice of that name.
        hits: objects of this NetBox it may name.
        figure: what it is by its syntax.
        quoted: whether it stood in quotes.
        plural: whether its last word is a plural.
        after: the marks behind it.
        worth: how well it is accounted for, in words.
    """

    at: int
    size: int
    text: str
    norm: str
    words: tuple[Word, ...] = ()
    kinds: tuple[str, ...] = ()
    field: bool = False
    value: bool = False
    hits: tuple[NameHit, ...] = ()
    figure: Figure | None = None
    quoted: bool = False
    plural: bool = False
    after: str = ""
    worth: float = 0.0

    def role(self, name: str) -> Word | None:
        """Return its part of speech of a role; None where it has none."""
        return next((each for each in self.words if each.role == name), None)

    def means(self, name: str, value: str) -> bool:
        """Say whether one of its parts of speech is this role with this value."""
        return Word(name, value) in self.words

    @property
    def known(self) -> bool:
        """Whether it is anything at all."""
        return bool(self.words or self.content)

    @property
    def content(self) -> bool:
        """Whether it names something of NetBox or is a figure or quotation."""
        return bool(self.kinds or self.field or self.value or self.hits or self.figure or self.quoted)


@dataclass(frozen=True, slots=True)
class _Span:
    at: int
    size: int
    norm: str


def cut(
    text: str, tokens: list[Token], vocabulary: Vocabulary, names: Names, scope: str, now: datetime
) -> list[list[Item]]:
    """Cut a message into items, in the likeliest ways.

    Args:
        text: the message, readable.
        tokens: its words.
        vocabulary: what is known without NetBox.
        names: the index of names; asked once, and once more where a misspelled word was put right.
        scope: whose names.
        now: when the message was written.

    Returns:
        At most BEST sequences of items, the likeliest first; each covers all tokens.
    """
    tokens = [_written_out(each, vocabulary) for each in tokens]
    spans, known, hits = _looked_up(tokens, vocabulary, names, scope)
    named = {at for span in spans if span.norm in hits for at in range(span.at, span.at + span.size)}
    corrected = _corrected(tokens, vocabulary, named)
    if corrected != tokens:
        tokens = corrected
        spans, known, hits = _looked_up(tokens, vocabulary, names, scope)
    lattice: list[list[Item]] = [[] for _ in tokens]
    large = {at for at, token in enumerate(tokens) if token.text in _ALSO_NAMES and not _shouted(tokens)}
    for span in spans:
        what = known[span.norm]
        if span.size == 1 and span.at in large:
            what = what._replace(words=())
        options = _items(text, tokens, span, what, hits.get(span.norm, ()))
        if not options and span.size > 1 and span.norm in vocabulary.devices:
            # A kind of device that this NetBox may have no role for: "load balancers".
            options = [replace(_plain(text, tokens, span), worth=float(span.size))]
        lattice[span.at].extend(options)
    for at in range(len(tokens)):
        _add_moment(text, tokens, at, lattice[at], now)
        if not any(each.size == 1 for each in lattice[at]):
            lattice[at].append(_plain(text, tokens, _Span(at, 1, tokens[at].norm)))
    return _best(_absorbed(text, tokens, lattice))


def _shouted(tokens: list[Token]) -> bool:
    return all(each.text.isupper() for each in tokens if each.text.isalpha())


def _looked_up(
    tokens: list[Token], vocabulary: Vocabulary, names: Names, scope: str
) -> tuple[list[_Span], dict[str, Known], dict[str, tuple[NameHit, ...]]]:
    """Look all spans up: in the vocabulary, and at once in the index of names."""
    spans = _spans(tokens, max(LONGEST_NAME, vocabulary.longest))
    known = {span.norm: vocabulary.know(span.norm) for span in spans}
    wanted = dict.fromkeys(span.norm for span in spans if span.size <= LONGEST_NAME and _may_name(tokens, span, known))
    return spans, known, names.find(scope, list(wanted)) if wanted else {}


def _corrected(tokens: list[Token], vocabulary: Vocabulary, named: Collection[int]) -> list[Token]:
    """Put the word that was meant in the place of a misspelled one; names are not touched, nor words with digits or capitals."""
    left = MOST_CORRECTIONS
    fixed = list(tokens)
    shouted = _shouted(tokens)
    parts = {word for each in tokens for word in each.norm.split()}
    for at, token in enumerate(tokens):
        known = at in named or vocabulary.know(token.norm) != Known()
        if token.quoted or not token.low.isalpha() or known or left == 0:
            continue
        if token.text[0].isupper() and at and not shouted:
            continue
        left -= 1
        meant = vocabulary.correct(token.low)
        if meant and meant != token.low and normalise(meant) not in parts:
            fixed[at] = replace(token, norm=normalise(meant), low=meant)
    return fixed


def _written_out(token: Token, vocabulary: Vocabulary) -> Token:
    """Write a short form out: "rtr" is a router."""
    whole = vocabulary.short.get(token.low)
    if whole is None or token.quoted or vocabulary.know(token.norm).content:
        return token
    return replace(token, norm=normalise(whole), low=whole)


def _spans(tokens: list[Token], longest: int) -> list[_Span]:
    spans = []
    for at in range(len(tokens)):
        norm = ""
        for size in range(1, min(longest, len(tokens) - at) + 1):
            token = tokens[at + size - 1]
            norm = f"{norm} {token.norm}".strip() if size > 1 else token.norm
            if norm:
                spans.append(_Span(at, size, norm))
            if token.quoted or ("?" in token.after or ";" in token.after):
                break
    return spans


def _may_name(tokens: list[Token], span: _Span, known: Mapping[str, Known]) -> bool:
    """Say whether a span is worth a look into the index: names do not begin or end with words like "the" or "in"."""
    for edge in (tokens[span.at], tokens[span.at + span.size - 1]):
        what = known.get(edge.norm, Known())
        if what.words and not what.content and not edge.quoted and edge.text.islower() and span.size > 1:
            return False
    return len(span.norm) < 200


def _items(text: str, tokens: list[Token], span: _Span, known: Known, hits: Sequence[NameHit]) -> list[Item]:
    plain = _plain(text, tokens, span)
    hits = _fitting(plain, known, hits)
    plain = _as_named(text, plain, hits)
    figured = plain.figure
    if not (known.words or known.content or hits or figured or plain.quoted):
        return []
    bonus = 0.45 * (span.size - 1)
    worth = 0.0
    custom = any(hit.type == "extras.customfield" for hit in hits)
    if known.words:
        worth = max(_WORTH.get(each.role, 0.95) for each in known.words) * span.size + bonus
    if known.content or plain.quoted:
        worth = max(
            worth,
            (span.size + bonus + (0.1 if known.kinds else 0.0)) * (1.0 if span.size > 1 or not known.words else 0.95),
        )
    if hits:
        exact = any(each.score == 1.0 for each in hits)
        worth = max(worth, (span.size + bonus) * (1.0 if exact else 0.85) + _written_as(plain, hits))
    if figured:
        worth = max(worth, 0.5 if figured.kind == "code" else 1.0)
    item = replace(
        plain,
        words=() if plain.quoted else known.words,
        kinds=known.kinds,
        field=known.field or custom,
        value=known.value,
        hits=hits,
        worth=worth,
    )
    return [item]


def _fitting(item: Item, known: Known, hits: Sequence[NameHit]) -> tuple[NameHit, ...]:
    """Return the hits with how exactly the span names each; a word like "in" is no name unless it is written as one."""
    marked = []
    for hit in hits:
        whole = normalise(hit.name) == item.norm
        if known.words and not item.quoted and (not whole or (item.text.islower() and hit.name != item.text)):
            continue
        part = not whole and f" {item.norm} " in f" {normalise(hit.name)} "
        marked.append(hit.model_copy(update={"score": 0.8 if part else 1.0}))
    return tuple(sorted(marked, key=lambda hit: -hit.score))


def _as_named(text: str, item: Item, hits: Sequence[NameHit]) -> Item:
    """Let an item's text be all of the name where punctuation belongs to it: "Acme, Inc."."""
    start = text.find(item.text)
    for hit in hits[:5]:
        if len(hit.name) > len(item.text) and hit.name.lower().startswith(item.text.lower()):
            written = text[start : start + len(hit.name)]
            marks = written[len(item.text) :]
            if written.lower() == hit.name.lower() and not any(each.isalnum() for each in marks):
                return replace(item, text=written, after=item.after.removeprefix(written[len(item.text) :]))
    return item


def _written_as(item: Item, hits: Sequence[NameHit]) -> float:
    """Return what it says for a name that it is written as NetBox writes it: "Data" rather than "data"."""
    if any(each.name == item.text for each in hits):
        return 0.2 if item.text != item.text.lower() else 0.0
    return -0.25 if item.text.islower() and item.size == 1 else 0.0


def _plain(text: str, tokens: list[Token], span: _Span) -> Item:
    first, last = tokens[span.at], tokens[span.at + span.size - 1]
    return Item(
        at=span.at,
        size=span.size,
        text=text[first.start : last.end],
        norm=span.norm,
        figure=figure(first.text) if span.size == 1 and not first.quoted else None,
        quoted=span.size == 1 and first.quoted,
        plural=is_plural(last.low),
        after=last.after,
    )


def _add_moment(text: str, tokens: list[Token], at: int, options: list[Item], now: datetime) -> None:
    found = moment([each.low for each in tokens[at : at + 4]], now)
    if not found:
        return
    day, size = found
    if size == 1 and day.kind == "date" and tokens[at].low[:1].isdigit():
        return  # A bare year is a number until something says that it is a year.
    if size == 1 and tokens[at].low == "may":
        return
    plain = _plain(text, tokens, _Span(at, size, " ".join(each.norm for each in tokens[at : at + size])))
    options.append(replace(plain, figure=day, worth=size + 0.35 * size))


def _absorbed(text: str, tokens: list[Token], lattice: list[list[Item]]) -> list[list[Item]]:
    """Let a name that was written in part take the next word with it where the whole name has a word like it: "Acme corp"."""
    for options in lattice:
        for item in list(options):
            after = item.at + item.size
            if not item.hits or item.kinds or item.quoted or after >= len(tokens) or tokens[after - 1].after:
                continue
            follower = tokens[after]
            if follower.quoted or any(each.known for each in lattice[after]) or len(follower.norm) < 3:
                continue
            fitting = tuple(each for each in item.hits if _has_word_like(each.name, follower.norm))
            if fitting:
                whole = _plain(text, tokens, _Span(item.at, item.size + 1, f"{item.norm} {follower.norm}"))
                options.append(replace(whole, figure=None, hits=fitting, worth=item.worth + 0.8))
    return lattice


def _has_word_like(name: str, word: str) -> bool:
    return any(each.startswith(word) or (word.startswith(each) and len(each) > 2) for each in normalise(name).split())


def _best(lattice: list[list[Item]]) -> list[list[Item]]:
    """Return the sequences of most worth that cover the message, the best first."""
    size = len(lattice)
    best: list[list[tuple[float, Item | None, int]]] = [[] for _ in range(size + 1)]
    best[size] = [(0.0, None, 0)]
    for at in range(size - 1, -1, -1):
        ways: list[tuple[float, Item | None, int]] = [
            (item.worth + tail[0], item, rank) for item in lattice[at] for rank, tail in enumerate(best[at + item.size])
        ]
        ways.sort(key=lambda way: -way[0])
        best[at] = ways[:BEST]
    top = best[0][0][0] if size else 0.0
    return [_walk(best, rank) for rank, way in enumerate(best[0]) if way[0] > top - CLOSE] if size else []


def _walk(best: list[list[tuple[float, Item | None, int]]], rank: int) -> list[Item]:
    items: list[Item] = []
    at = 0
    while at < len(best) - 1:
        _, item, following = best[at][rank]
        if item is None:
            break
        items.append(item)
        at, rank = at + item.size, following
    return items
