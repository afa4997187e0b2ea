"""A value of one letter beside its field: "end B", "on the Z side", "leg C"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.language.grammar import values
from orchestration.language.intent import leaf

if TYPE_CHECKING:
    from orchestration.language.grammar.builder import Builder


def behind(builder: Builder, at: int) -> bool:
    """Say whether a word that may be a field has one of its values behind it: "end B", "side Z"."""
    following, noun = builder.at(at + 1), builder.inner
    if following is None or builder.items[at].after.strip(":=") or noun is None or noun.kind is None:
        return False
    field = values.field_of(builder.mind, noun, builder.items[at])
    meant = builder.mind.catalogue.value_words(noun.kind).get(following.norm, ())
    return len(following.norm) == 1 and following.text != "a" and any(name == field for name, _ in meant)


def before(builder: Builder, at: int) -> int:
    """Read a value with its field behind it: "the B end", "side" of "the Z side"; says how many items it took, 0 where none stands there."""
    item, following = builder.items[at], builder.at(at + 1)
    noun = builder.inner
    if following is None or len(item.norm) > 1 or item.text == "a" or not following.field or item.after:
        return 0
    if noun is None or noun.kind is None:
        return 0
    field = values.field_of(builder.mind, noun, following)
    meant = dict(builder.mind.catalogue.value_words(noun.kind).get(item.norm, ()))
    if field is None or field not in meant:
        return 0
    _, _, negated = builder.take_link()
    noun.where.append(leaf(field, "ne" if negated else "eq", list(meant[field])))
    builder.last = "value"
    return 2
