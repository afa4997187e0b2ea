"""What things are called, tagged and marked: "named core", "tagged Lab", "marked 'spare'"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.language.grammar import values
from orchestration.language.grammar.draft import Noun
from orchestration.language.intent import Op, joined, leaf
from orchestration.language.normal import normalise
from orchestration.language.spans import Item

if TYPE_CHECKING:
    from orchestration.language.grammar.builder import Builder


def named(builder: Builder, index: int) -> int:
    """Read what stands behind "named"; says how many items it took, 0 where it is something else."""
    noun = builder.inner
    exact = 1 if (told := builder.at(index + 1)) is not None and told.norm in _EXACTLY and not told.quoted else 0
    taken, texts = values.texts(builder.items, index + 1 + exact)
    texts, alone = _without_alone(texts)
    exact += alone
    if noun is None or not texts:
        return 0 if builder.items[index].field and not any(item.role("ask") for item in builder.items) else 1
    if (owner := builder.at(index - 1)) is not None and owner.kinds and owner in builder.columns:
        return _of_owner(builder, noun, owner, texts, taken)
    _, _, negated = builder.take_link()
    op: Op = "ne" if negated else "eq"
    port = any(
        item.figure is not None and item.figure.kind == "port" for item in builder.items[index + 1 : index + 1 + taken]
    )
    if not exact and not negated and not port and not _names_something(builder, index + 1, taken):
        # "devices named core" that none is called exactly: those whose names have the word.
        op = "contains"
    noun.where.append(leaf(_name_field(builder, noun), op, _as_spelt(builder, noun, index + 1, texts)))
    return taken + 1 + (exact - alone)


# What says that a name is all of it: "called exactly Staff", "called Staff alone".
_EXACTLY = frozenset(("exactly", "precisely", "just", "only", "just exactly"))
_ALONE = (" alone", " exactly", " precisely", " and nothing else", " only")


def _without_alone(texts: list[str]) -> tuple[list[str], int]:
    """Return names without a last word that says that they are all of it, and 1 where one was there, else 0."""
    if not texts:
        return texts, 0
    end = next((each for each in _ALONE if texts[-1].lower().endswith(each)), "")
    return ([*texts[:-1], texts[-1][: len(texts[-1]) - len(end)]], 1) if end else (texts, 0)


def _as_spelt(builder: Builder, noun: Noun, start: int, texts: list[str]) -> list[str]:
    """Return names as NetBox spells them, where they were typed without accents: it compares letter by letter."""
    known: dict[str, dict[str, None]] = {}
    for item in builder.items[start:]:
        for hit in item.hits:
            if hit.type == noun.kind and hit.score == 1.0 and normalise(hit.name) == item.norm:
                known.setdefault(item.text, {})[hit.name] = None
    spelt = [(text, list(known.get(text, ()))) for text in texts]
    return [
        name
        for text, names in spelt
        for name in ([text] if not names or text.casefold() in map(str.casefold, names) else names)
    ]


def _of_owner(builder: Builder, noun: Noun, owner: Item, texts: list[str], taken: int) -> int:
    """Read "with a tenant called X" as said of the tenant; says how many items it took, 0 where the noun has no such field."""
    field = values.field_of(builder.mind, noun, owner)
    if field is None:
        return 0
    builder.columns.remove(owner)
    target = builder.mind.catalogue[noun.kind or ""].fields[field].relation
    for item in builder.items[builder.index + 1 : builder.index + 1 + taken]:
        builder.ground(item.text, tuple(hit for hit in item.hits if hit.type == target))
    noun.where.append(leaf(field, "eq", texts))
    return taken + 1


def _names_something(builder: Builder, start: int, taken: int) -> bool:
    behind = builder.items[start : start + taken]
    return any(item.quoted or any(hit.score == 1.0 for hit in item.hits) for item in behind) or not behind


def named_like(builder: Builder, index: int) -> int:
    """Read what stands behind "starting with", "containing"; says how many items it took, 0 where it is something else."""
    noun, word = builder.inner, builder.items[index].role("named_like")
    taken, texts = values.texts(builder.items, index + 1)
    following = builder.at(index + 1)
    if not texts and following is not None and len(following.text) == 1:
        # "Starting with S": a letter is a text here, whatever word it may be elsewhere.
        taken, texts = 1, [following.text]
    if noun is None or word is None or not texts:
        return 0
    _, _, negated = builder.take_link()
    condition = leaf(_name_field(builder, noun), "contains", texts).model_copy(update={"op": word.value})
    noun.where.append(joined("not", [condition]) if negated else condition)
    return taken + 1


def _name_field(builder: Builder, noun: Noun) -> str:
    return builder.mind.catalogue[noun.kind].name_field if noun.kind else "name"


def tagged(builder: Builder, index: int) -> int:
    """Read the tags behind "tagged"; says how many items it took, 0 where it is something else."""
    noun = builder.inner
    if noun is None:
        return 0
    taken, found = values.tags(builder.items, index + 1)
    if not found and builder.link_role not in ("with", "without"):
        return 0
    _, _, negated = builder.take_link()
    # What a tag sits on has one tag; everything else has several.
    field = "tag" if noun.kind and "tag" in builder.mind.catalogue[noun.kind].links else "tags"
    if not found:
        noun.where.append(leaf(field, "empty" if negated else "set"))
        return 1
    for item, _ in found:
        kept = tuple(hit for hit in item.hits if hit.type == "extras.tag")
        builder.ground(item.text, kept)
        if not kept:
            builder.missing.append(item.text)
    names = [item.text for item, _ in found]
    either = any(joint == "or" for _, joint in found)
    op: Op = "ne" if negated else "eq"
    noun.where += [leaf(field, op, names)] if either else [leaf(field, op, [name]) for name in names]
    return taken + 1


def marked(builder: Builder, index: int) -> int:
    """Read a text of the description: "marked spare"; says how many items it took, 0 where it is something else."""
    noun = builder.inner
    taken, texts = values.texts(builder.items, index + 1)
    if noun is None or not texts:
        return 0
    noun.where.append(leaf("description", "contains", texts))
    return taken + 1
