"""How full something has to be: "racks more than half full", "prefixes over 80 % used"."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from orchestration.language.grammar import joining
from orchestration.language.grammar.builder import Builder
from orchestration.language.grammar.draft import Draft, Mind, Noun
from orchestration.language.intent import Op, Order, leaf
from orchestration.language.references import rows_type
from orchestration.language.spans import Item

_REPORTS = {"ipam.prefix": "prefix_utilization", "dcim.rack": "rack_usage"}
_FULL = frozenset(
    "full used utilized utilised utilization utilisation usage filled occupied taken exhausted populated".split()
)
_SHARES = {"half": 50, "a half": 50, "quarter": 25, "a quarter": 25, "two thirds": 67, "three quarters": 75}
_PERCENT = re.compile(r"(\d{1,3})(?:\.\d+)?\s*(?:%|percent|pct)?")
# What is full to the brim, and the type whose records tell it by themselves.
_BRIM = 100
_FIELDS = {"ipam.vlangroup": "utilization"}
_BRIMFUL = frozenset(("full", "exhausted", "maxed"))
# What there is no more room for.
_ROOM = frozenset(("ipam.ipaddress", "ipam.vlan", "ipam.prefix"))
_UNDER = frozenset(("lt", "lte"))


def read_fullness(mind: Mind, items: Sequence[Item]) -> Iterator[Draft]:
    """Return the reading of a clause that asks which racks or prefixes are fuller or emptier than a share.

    Args:
        mind: what the grammar knows.
        items: of the clause.
    """
    ranking = _fullest(items)
    kinds = (
        kind
        for item in items
        for kind in item.kinds
        if (kind in _REPORTS or kind in _FIELDS) and (item.plural or ranking)
    )
    kind = next(kinds, None) or (_shown(mind, items) if ranking else None)
    told = next((item for item in items if item.means("report", "prefix_utilization")), None)
    kind = kind or ("ipam.prefix" if told is not None else None)
    said = [item for item in items if _FULL.intersection(item.norm.split()) and not item.hits]
    share = next(((item, share) for item in items if (share := _share(item)) is not None), None)
    limit = None
    if ranking and share is not None:
        # "The top 3" is no share.
        limit, share = share, None
    brim = [] if ranking or share is not None or kind is None else _to_the_brim(items)
    if brim:
        said, share = brim, (brim[0], _BRIM)
    if kind is None or (not ranking and (not said or share is None)):
        return
    compared = [item for item in items if item.role("compare")]
    rest_of = [
        *said,
        *ranking,
        *(each[0] for each in (share, limit) if each is not None),
        *compared,
        *(item for item in items if item.norm in {"percent", "pct", "%"}),
    ]
    rest = [item for item in items if not any(item is each for each in rest_of)]
    builder = Builder(mind, rest).read()
    noun = builder.main
    if noun is not None and noun.referents and kind in noun.kinds:
        noun.narrow(kind)
        joining.settle_reference(builder, noun)
    if (noun is None and builder.unused) or (noun is not None and noun.kind != kind):
        return
    under = any(word.role == "compare" and word.value in _UNDER for item in compared for word in item.words)
    under = under or any(item.role("not") for item in brim)
    if kind in _FIELDS:
        if noun is not None and share is not None:
            yield _by_field(noun, _FIELDS[kind], share[1], builder, under=under)
        return
    draft = Draft(
        want="report",
        report=_REPORTS[kind],
        noun=None if noun is None or noun.empty else noun,
        size=share[1] if share else None,
    )
    draft.limit = limit[1] if limit is not None else None
    draft.sort = [Order(field="utilization", descending=not under)]
    draft.grounds, draft.missing, draft.unused = builder.grounds, builder.missing, builder.unused
    draft.penalty = builder.penalty - (0.3 if ranking else 0.1)
    yield draft


def _to_the_brim(items: Sequence[Item]) -> list[Item]:
    """Return the words that ask for what is full: "are full", "have no free units left"; none where nothing does."""
    for at, item in enumerate(items):
        before = next((each for each in reversed(items[:at]) if not (each.role("filler") or each.role("all"))), None)
        if _BRIMFUL.intersection(item.norm.split()) and before is not None and not item.hits:
            if before.role("be") or before.role("that") or before.role("not"):
                return [item, before] if before.role("not") else [item]
            continue
        if not item.role("without") or not at:
            continue
        rest = list(takewhile(_room_word, items[at + 1 :]))
        named = any(_ROOM.intersection(each.kinds) or each.role("unit") or each.role("space") for each in rest)
        free = any(each.means("state", "empty") or each.role("space") for each in rest)
        if named and free:
            return [item, *rest]
    return []


def _room_word(item: Item) -> bool:
    room = _ROOM.intersection(item.kinds) or item.role("unit") or item.role("space")
    return bool(room or item.means("state", "empty") or item.role("all") or item.role("filler"))


def _by_field(noun: Noun, field: str, share: int, builder: Builder, *, under: bool) -> Draft:
    """Return the listing of what is so full by what its records tell."""
    op: Op = "lt" if under else "gte" if share == _BRIM else "gt"
    noun.where.append(leaf(field, op, [str(share)]))
    draft = Draft(want="find", noun=noun, columns=[], sort=[Order(field=field, descending=not under)])
    draft.grounds, draft.missing, draft.unused = builder.grounds, builder.missing, builder.unused
    draft.penalty = builder.penalty - 0.1
    return draft


def _fullest(items: Sequence[Item]) -> list[Item]:
    """Return the words that ask for the fullest: "the fullest", "most utilized"; none where nothing does."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        if item.role("top") is None or item.kinds or not any(word.value == "desc" for word in item.words):
            continue
        if item.norm in ("fullest", "the fullest"):
            return _ranking(items, item)
        if following is not None and _FULL.intersection(following.norm.split()) and not following.hits:
            return _ranking(items, item, following)
    return []


def _ranking(items: Sequence[Item], *said: Item) -> list[Item]:
    """Return what was said with every other word that ranks: "the top ... most used"."""
    return [*said, *(item for item in items if item.role("top") and not item.kinds and item is not said[0])]


def _shown(mind: Mind, items: Sequence[Item]) -> str | None:
    """Return the type of what was listed, where "which of these" points at it."""
    kind = rows_type(mind.topic) if any(item.role("ones") for item in items) else None
    return kind if kind in _REPORTS else None


def _share(item: Item) -> int | None:
    if item.norm in _SHARES:
        return _SHARES[item.norm]
    found = _PERCENT.fullmatch(item.text)
    share = int(found[1]) if found and not item.hits else None
    return share if share is not None and share <= 100 else None
