"""Fields and what stands behind them: "status planned", "role Router", "serial ABC123", "named Lab-A"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from orchestration.catalogue.types import Field
from orchestration.language.figures import Figure
from orchestration.language.grammar import adjectives
from orchestration.language.grammar.draft import Mind, Noun
from orchestration.language.grammar.scales import SCALES, scaled
from orchestration.language.grammar.stretches import numbered
from orchestration.language.intent import Condition, Op, joined, leaf
from orchestration.language.normal import is_plural
from orchestration.language.spans import Item

if TYPE_CHECKING:
    from orchestration.language.grammar.builder import Builder

_STOPS = frozenset(
    (
        "in",
        "with",
        "without",
        "not",
        "that",
        "be",
        "named",
        "tagged",
        "compare",
        "want",
        "ask",
        "sort",
        "group",
        "please",
        "thanks",
        "filler",
        "columns",
    )
)
_NUMBERS = ("vid", "cid", "asn")
YES = {"yes": "true", "true": "true", "on": "true", "no": "false", "false": "false", "off": "false"}


def texts(items: Sequence[Item], start: int) -> tuple[int, list[str]]:
    """Read free texts: one, or several with "and", "or" or commas between them.

    Args:
        items: of the clause.
        start: where the first text begins.

    Returns:
        How many items they take, and the texts.
    """
    found: list[str] = []
    here = start
    while here < len(items):
        taken, text = _one_text(items, here)
        if not text:
            break
        found.append(text)
        here += taken
        last = items[here - 1]
        if here < len(items) and (items[here].role("and") or items[here].role("or")) and _one_text(items, here + 1)[1]:
            if items[here + 1].kinds or items[here + 1].words:
                break
            here += 1
        elif "," not in last.after or here >= len(items) or items[here].kinds or items[here].words or items[here].field:
            break
    return here - start, found


def _one_text(items: Sequence[Item], start: int) -> tuple[int, str]:
    if start >= len(items):
        return 0, ""
    first = items[start]
    if first.quoted:
        return 1, first.text
    taken = 0
    words: list[str] = []
    for item in items[start:]:
        stops = any(each.role in _STOPS or each.role in ("and", "or") for each in item.words) and not item.hits
        if stops or (taken and item.quoted):
            break
        words.append(item.text)
        taken += 1
        if item.after.strip("-"):
            break
    return taken, " ".join(words)


def tags(items: Sequence[Item], start: int) -> tuple[int, list[tuple[Item, str]]]:
    """Read the names of tags that follow a word like "tagged".

    Returns:
        How many items they take, and each name with the joint before it.
    """
    found: list[tuple[Item, str]] = []
    here, joint = start, ""
    while here < len(items):
        item = items[here]
        if item.words and not item.quoted and not any(hit.type == "extras.tag" for hit in item.hits):
            if item.role("and") and not item.role("or") and (found or item.norm == "both"):
                joint = "and"
            elif item.role("or") and found:
                joint = "or"
            elif item.role("all") or item.role("filler"):
                pass
            else:
                break
            here += 1
            continue
        if not _may_tag(item) or (found and not joint and "," not in items[here - 1].after):
            break
        found.append((item, joint))
        joint = ""
        here += 1
        if item.after.strip(","):
            break
    while here > start and found and items[here - 1] is not found[-1][0]:
        here -= 1
    return (here - start if found else 0), found


def _may_tag(item: Item) -> bool:
    if any(hit.type == "extras.tag" for hit in item.hits) or item.quoted:
        return True
    return (
        not item.kinds
        and not item.field
        and (
            not item.known or (item.figure is not None and item.figure.kind == "code") or item.value or bool(item.hits)
        )
    )


def field_of(mind: Mind, noun: Noun, item: Item) -> str | None:
    """Return the field of a noun's type that a word names; None where it names none. The noun's type is settled by it."""
    custom = next((hit for hit in item.hits if hit.type == "extras.customfield"), None)
    for kind in noun.kinds:
        about = mind.catalogue[kind]
        if item.norm == "id":
            # People call the number that they work with the id, not the database's.
            return next((each for each in _NUMBERS if each in about.fields), "id")
        for name in mind.catalogue.field_words(kind).get(item.norm, ()):
            if name in about.fields or name in about.links or name in about.filters:
                return name
    if custom is not None and noun.kinds:
        return f"cf_{custom.name}"
    return None


def field_and_value(builder: Builder, at: int) -> int:
    """Read a field with its value as a condition on a noun that is being read.

    Returns:
        How many items it took; 0 where no value stands behind the field.
    """
    item = builder.items[at]
    if not (item.field or item.kinds or any(hit.type == "extras.customfield" for hit in item.hits)):
        return 0
    for noun in reversed(builder.stack):
        if noun.kind is None:
            continue
        field = field_of(builder.mind, noun, item)
        if field is None:
            continue
        read = _value(builder, noun, field, at + 1)
        if read is None:
            continue
        taken, condition = read
        _, _, negated = builder.take_link()
        noun.where.append(adjectives.negation(condition) if negated else condition)
        builder.stack = builder.stack[: builder.stack.index(noun) + 1]
        builder.last = "value"
        builder.joint = ""
        return taken + 1
    return 0


def _value(builder: Builder, noun: Noun, field: str, start: int) -> tuple[int, Condition] | None:
    """Return the condition that the value behind a field makes, and how many items stand between and in it."""
    items, here, negated, op = builder.items, start, False, None
    while here < len(items):
        item = items[here]
        if item.role("compare") and not item.content:
            op = item.role("compare")
        elif item.role("not"):
            negated = True
        elif (
            not (item.role("be") or (here == start and item.norm in ("of", "to", "equal", "in", "on", "during", "by")))
            or item.hits
        ):
            break
        here += 1
    if here >= len(items):
        return None
    kind = noun.kind or ""
    described = builder.mind.catalogue[kind].fields.get(field)
    item = items[here]
    unit = builder.at(here + 1)
    unit = unit if unit is not None and not item.after.strip() and unit.norm in SCALES else None
    compared = _compared(op.value if op else "", described, item, unit.norm if unit else "")
    if compared is not None:
        taken = here - start + 1 + (1 if unit is not None else 0)
        return taken, compared if not negated else adjectives.negation(compared)
    if op is None and (filled := _FILLED.get(item.norm)) and here > start and not _meant(builder, kind, field, item):
        return here - start + 1, leaf(field, "empty" if negated != (filled == "empty") else "set")
    if described is not None and described.kind == "string" and op is None and not item.quoted:
        like = item.role("named_like")
        told = like.value if like else "contains" if item.norm in _CONTAINS else ""
        taken, text = _one_text(items, here + 1) if told else (0, "")
        if text:
            condition = leaf(field, "contains", [text]).model_copy(update={"op": told})
            return here - start + 1 + taken, joined("not", [condition]) if negated else condition
    placed = here > start and items[here - 1].role("in") and items[here - 1].norm not in ("to", "of")
    if described is not None and described.kind == "string" and placed and item.hits and not item.quoted:
        # "Without description on X": X is where, and no description.
        return None
    if field in builder.mind.catalogue[kind].counters:
        # What counts is compared with numbers alone, which was tried.
        return None
    values, taken = _plain_values(builder, noun, field, described, here)
    if not values or (op is not None and op.value != "eq"):
        return None
    return here - start + taken, leaf(field, "ne" if negated else "eq", values)


# What is said of a field that holds something, or nothing.
_FILLED = {
    **dict.fromkeys("set filled defined present given known provided specified documented".split(), "set"),
    **dict.fromkeys("empty blank unset missing undefined unknown none null".split(), "empty"),
}
_CONTAINS = frozenset("contain contains containing include includes including mention mentions mentioning".split())


def _meant(builder: Builder, kind: str, field: str, item: Item) -> bool:
    """Say whether a word is a value of a field."""
    return any(name == field for name, _ in builder.mind.catalogue.value_words(kind).get(item.norm, ()))


def _compared(word: str, field: Field | None, item: Item, unit: str = "") -> Condition | None:
    """Return the condition that a number or a date behind a field makes."""
    figure = item.figure
    if field is None or figure is None:
        return None
    if field.kind in ("date", "datetime"):
        return dated(field.name, word, figure)
    if field.kind in ("integer", "decimal") and figure.kind in ("number", "units", "speed", "unit", "mask"):
        ops: dict[str, Op] = {"gt": "gt", "gte": "gte", "lt": "lt", "lte": "lte", "gt_date": "gt", "lt_date": "lt"}
        return leaf(field.name, ops.get(word, "eq"), [scaled(figure.low, unit or figure.word, field.name)])
    return None


def dated(field: str, word: str, figure: Figure) -> Condition | None:
    """Return the condition that a time was in, after or before some days; None where the figure is no day."""
    low, high = figure.low, figure.high
    if figure.kind == "number" and len(low) == 4 and low[:2] in ("19", "20"):
        low, high = f"{low}-01-01", f"{figure.low}-12-31"
    elif figure.kind != "date":
        return None
    if word in ("gt", "gt_date", "gte"):
        return leaf(field, "gte", [low])
    if word in ("lt", "lt_date", "lte"):
        return leaf(field, "lt", [low])
    return Condition(
        join="and",
        field=None,
        op=None,
        values=[],
        selection=None,
        parts=[leaf(field, "gte", [low]), leaf(field, "lte", [high])],
    )


def _plain_values(
    builder: Builder, noun: Noun, field: str, described: Field | None, here: int
) -> tuple[list[str], int]:
    item = builder.items[here]
    kind = noun.kind or ""
    about = builder.mind.catalogue[kind]
    link = about.links.get(field)
    meant = [values for name, values in builder.mind.catalogue.value_words(kind).get(item.norm, ()) if name == field]
    if meant:
        return list(meant[0]), 1
    target = link.target if link else described.relation if described else None
    if target:
        kept = tuple(hit for hit in item.hits if target in ("*", hit.type) and (target != "*" or hit.score == 1.0))
        if kept:
            builder.ground(item.text, kept)
            joint, last = builder.at(here + 1), builder.at(here + 2)
            if (
                joint is not None
                and last is not None
                and joint.role("thru")
                and (names := numbered(item.text, last.text))
            ):
                return names, 3
            return [item.text], 1
        return _unknown_name(builder, here)
    if described is not None and described.kind == "boolean":
        return ([YES[item.norm]], 1) if item.norm in YES else ([], 0)
    if described is not None and described.kind == "choice":
        if item.quoted or (not item.known and not builder.items[here - 1].after):
            return [item.text], 1
        return [], 0
    if described is None and not field.startswith("cf_"):
        return ([item.text], 1) if item.figure is not None and item.figure.kind != "range" else ([], 0)
    return _text_value(builder, here)


def _written_as_name(item: Item) -> bool:
    """Say whether a word for a kind of thing is written as a name: "owner team Campus" is no team of sites."""
    return item.text[:1].isupper() and not item.text.isupper() and not is_plural(item.text)


def _unknown_name(builder: Builder, here: int) -> tuple[list[str], int]:
    """Return what stands where the name of an object is due and names none: "of type Foobar", "with role kitchen"."""
    items = builder.items
    if items[here].quoted:
        builder.missing.append(items[here].text)
        return [items[here].text], 1
    end = here
    while end < len(items) and _names_nothing(items[end]) and not (end > here and items[end - 1].after):
        end += 1
    if end == here or items[here - 1].after.strip(":=-"):
        return [], 0
    text = " ".join(item.text for item in items[here:end])
    builder.missing.append(text)
    return [text], end - here


def _names_nothing(item: Item) -> bool:
    """Say whether a word is written as a name and is none that is known."""
    code = item.figure is not None and item.figure.kind in ("code", "dns") and not (item.hits or item.words)
    return code or not item.known


def _text_value(builder: Builder, here: int) -> tuple[list[str], int]:
    item = builder.items[here]
    if item.quoted or item.figure is not None:
        return [item.text], 1
    if item.words or ((item.kinds or item.field) and not _written_as_name(item)):
        return [], 0
    taken, text = _one_text(builder.items, here)
    return ([text], taken) if text else ([], 0)
