"""What several objects have alike: "devices with the same serial", "which VLANs share a name", "duplicate MAC addresses"."""

from collections.abc import Iterator, Sequence

from orchestration.language.grammar import values
from orchestration.language.grammar.builder import Builder
from orchestration.language.grammar.draft import Draft, Mind, Noun
from orchestration.language.spans import Item

_SAME = frozenset(("same", "identical", "duplicate", "duplicated", "duplicates", "double", "clashing"))
_SHARE = frozenset(("share", "shares", "sharing"))
_TWICE = frozenset(("used twice", "used more than once"))
# Told by a report of its own, which knows what may be on several machines by design.
_OWN_REPORT = "ipam.ipaddress"
_COMPARABLE = frozenset(("string", "integer", "text", "url"))


def read_sharing(mind: Mind, items: Sequence[Item]) -> Iterator[Draft]:
    """Return the reading of a clause that asks which objects have a value in common.

    Args:
        mind: what the grammar knows.
        items: of the clause.
    """
    marks = [item for item in items if _marks(item)]
    if (
        not marks
        or any(item.norm in ("as", "like") for item in items)
        or any(item.size > 1 and item.role("report") for item in marks)
    ):
        # "The same role as X" compares with one thing; "duplicate IPs" are a report of their own.
        return
    at = items.index(marks[0])
    before = next((item for item in reversed(items[:at]) if not item.role("all")), None)
    if before is not None and before.role("in"):
        # "What is in the same subnet?" asks what lies beside something.
        return
    behind = [item for item in items[at + 1 :] if not _marks(item)]
    word = next((item for item in behind if item.field or item.kinds or item.norm == "name"), None)
    if word is not None and _OWN_REPORT in word.kinds:
        return
    rest = [item for item in items if item is not word and not _marks(item)]
    if word is not None and word.kinds and not any(item.kinds for item in items[:at]):
        # "Duplicate VLAN names", "duplicate MAC addresses": the thing stands behind the word, then its field if any.
        named = next((item for item in behind if item is not word and (item.field or item.norm == "name")), None)
        rest = [item for item in rest if item is not named] + [word]
        word = named
    builder = Builder(mind, [item for item in rest if not _joint(item)]).read()
    noun = builder.main
    if noun is None or noun.kind is None or not noun.said or noun.names or noun.kind == _OWN_REPORT:
        return
    field = _field(mind, noun, word)
    if field is None:
        return
    draft = Draft(want="report", report="shared_values", noun=noun, columns=[field])
    draft.grounds, draft.missing = builder.grounds, builder.missing
    draft.unused = [item for item in builder.unused if item.text.lower() not in _SHARE]
    draft.penalty = builder.penalty - 0.3
    yield draft


def _marks(item: Item) -> bool:
    if item.quoted or item.hits:
        return False
    words = item.norm.split()
    return bool(_SAME.intersection(words)) or item.text.lower() in _SHARE or item.norm in _TWICE


def _joint(item: Item) -> bool:
    return item.role("with") is not None and not item.content


def _field(mind: Mind, noun: Noun, word: Item | None) -> str | None:
    """Return the field whose values are compared: the name where no other is said; None for what no two values of are told apart."""
    about = mind.catalogue[noun.kind or ""]
    name = about.name_field if word is None or word.norm == "name" else values.field_of(mind, noun, word)
    described = about.fields.get(name or "")
    return name if described is not None and described.readable and described.kind in _COMPARABLE else None
