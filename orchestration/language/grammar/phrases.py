"""Messages that are understood as a whole: cancel, more, help, greetings, and what is none of the bot's business."""

from collections.abc import Sequence

from orchestration.language.grammar.draft import Draft, Mind, Noun
from orchestration.language.spans import Item

# What help about creating and changing is called in an intent.
CHANGES = "changing"
_CHANGES = frozenset(
    ("change", "changes", "changing", "creating", "updating", "deleting", "edit", "editing", "write", "writing")
)
# What a message of thanks and nothing else is; small talk otherwise greets.
THANKS = "thanks"


def whole(mind: Mind, norm: str, items: Sequence[Item]) -> Draft | None:
    """Return the reading of a message that is one of the fixed phrases, politeness aside; None where it is none.

    Args:
        mind: what the grammar knows.
        norm: the message in normal form.
        items: of the message.
    """
    want = mind.vocabulary.whole.get(norm)
    if want is None:
        polite = " ".join(item.norm for item in items if not _polite(item))
        want = mind.vocabulary.whole.get(polite)
    if want is None and items and all(_polite(item) for item in items):
        want = "smalltalk"
    if want == "smalltalk" and any(item.role("thanks") for item in items):
        return Draft(want=want, report=THANKS)
    if want is not None:
        return Draft(want=want)
    return _help_about(items)


def _polite(item: Item) -> bool:
    return any(item.role(role) for role in ("please", "greeting", "thanks")) and not item.content


def _help_about(items: Sequence[Item]) -> Draft | None:
    """Read "help racks", "help with prefixes", "what can I ask about VLANs"."""
    if not items or items[0].norm not in ("help", "explain", "example", "help with", "help me with") or len(items) > 6:
        return None
    if any(item.role("change") or item.means("ask", "log") or item.norm in _CHANGES for item in items[1:]):
        return Draft(want="help", report=CHANGES)
    kinds = next((item.kinds for item in items if item.kinds), ())
    return Draft(want="help", noun=Noun(kinds=kinds[:1], said=True, plural=True) if kinds else None)
