"""How full something has to be: "racks more than half full", "prefixes over 80 % used"."""

import re
from collections.abc import Iterator, Sequence

from orchestration.language.grammar.builder import Builder
from orchestration.language.grammar.draft import Draft, Mind
from orchestration.language.intent import Order
from orchestration.language.spans import Item

_REPORTS = {"ipam.prefix": "prefix_utilization", "dcim.rack": "rack_usage"}
_FULL = frozenset(
    "full used utilized utilised utilization utilisation usage filled occupied taken exhausted populated".split()
)
_SHARES = {"half": 50, "a half": 50, "quarter": 25, "a quarter": 25, "two thirds": 67, "three quarters": 75}
_PERCENT = re.compile(r"(\d{1,3})(?:\.\d+)?\s*(?:%|percent|pct)?")
_UNDER = frozenset(("lt", "lte"))


def read_fullness(mind: Mind, items: Sequence[Item]) -> Iterator[Draft]:
    """Return the reading of a clause that asks which racks or prefixes are fuller or emptier than a share.

    Args:
        mind: what the grammar knows.
        items: of the clause.
    """
    kind = next((kind for item in items for kind in item.kinds if kind in _REPORTS and item.plural), None)
    told = next((item for item in items if item.means("report", "prefix_utilization")), None)
    kind = kind or ("ipam.prefix" if told is not None else None)
    said = [item for item in items if _FULL.intersection(item.norm.split()) and not item.hits]
    share = next(((item, share) for item in items if (share := _share(item)) is not None), None)
    if kind is None or not said or share is None:
        return
    compared = [item for item in items if item.role("compare")]
    rest_of = [*said, share[0], *compared, *(item for item in items if item.norm in {"percent", "pct", "%"})]
    rest = [item for item in items if not any(item is each for each in rest_of)]
    builder = Builder(mind, rest).read()
    noun = builder.main
    if (noun is None and builder.unused) or (noun is not None and noun.kind != kind):
        return
    under = any(word.role == "compare" and word.value in _UNDER for item in compared for word in item.words)
    draft = Draft(
        want="report", report=_REPORTS[kind], noun=None if noun is None or noun.empty else noun, size=share[1]
    )
    draft.sort = [Order(field="utilization", descending=not under)]
    draft.grounds, draft.missing, draft.unused = builder.grounds, builder.missing, builder.unused
    draft.penalty = builder.penalty - 0.1
    yield draft


def _share(item: Item) -> int | None:
    if item.norm in _SHARES:
        return _SHARES[item.norm]
    found = _PERCENT.fullmatch(item.text)
    share = int(found[1]) if found and not item.hits else None
    return share if share is not None and share <= 100 else None
