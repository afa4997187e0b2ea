"""How good a reading is: the words it accounts for, and what speaks against it."""

from collections.abc import Sequence

from orchestration.language.grammar.draft import Draft
from orchestration.language.reading import Certainty
from orchestration.language.spans import Item

# Figures that narrow rows, and what shows rows.
_NARROWS = frozenset(("number", "range", "units", "unit", "mask", "date", "speed"))
_ROWS = ("find", "count", "report")
CERTAIN, LIKELY = 0.86, 0.55


def weight(item: Item) -> float:
    """Return how much it matters that an item is accounted for, in words."""
    if item.role("report") and not item.content:
        # "Duplicates" says what is wanted, as a name does.
        return 0.6 * item.size
    if item.words and not item.content:
        return 0.15 * item.size
    if item.content:
        return 1.0 * item.size
    return 0.35 if item.text.islower() and len(item.text) < 4 else 0.9


def score(drafts: Sequence[Draft], items: Sequence[Item]) -> float:
    """Return how good drafts are that read some items together, 0 to 1.

    Args:
        drafts: one for each ask.
        items: all that they had to read.
    """
    whole = sum(weight(item) for item in items) or 1.0
    unused = {item.at: item for draft in drafts for item in draft.unused}
    lost = sum(weight(item) for item in unused.values())
    penalty = sum(draft.penalty for draft in drafts) + sum(0.5 for draft in drafts if draft.want is None)
    return max(0.0, 1.0 - (lost + penalty) / (whole + 0.5))


def certainty(rank: float, fit: float, drafts: Sequence[Draft], *, missing: bool) -> Certainty:
    """Return how sure it is that drafts say what was meant.

    Certain is what accounts for nearly every word and leaves out none that names something: a name, a value or a figure that was
    not used may be a condition that would be dropped. A follow-up is certain when its words are, whatever its references stand for.

    Args:
        rank: how good the reading is beside the others, with what leans towards it (a verb that commands, what the thread waits for).
        fit: how much of the message it accounts for by itself.
        drafts: one for each ask.
        missing: it holds a name that no object has.
    """
    if rank < LIKELY:
        return "unsure"
    listed = [item for draft in drafts if draft.want in _ROWS for item in draft.unused]
    if any(item.norm.endswith("than") or item.norm in ("at least", "at most") for item in listed):
        # "More VLANs than racks": neither is the comparison left out.
        return "unsure"
    if any(item.figure is not None and item.figure.kind in _NARROWS and not item.hits for item in listed):
        # Rows without what "2020" or "50 %" narrows them to are other rows than were asked for.
        return "unsure"
    unused = [item for draft in drafts for item in draft.unused]
    lost = any(item.hits or item.figure or item.quoted or item.value or _refers(item) for item in unused)
    return "certain" if fit >= CERTAIN and not missing and not lost else "likely"


def _refers(item: Item) -> bool:
    """Say whether a word stands for something, so that without it other rows are meant: "there", "in each"."""
    return any(item.role(role) for role in ("it", "ones", "group"))
