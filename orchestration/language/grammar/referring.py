"""Words that stand for what the thread was about: the second, they, it, there, that rack."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from orchestration.language.grammar import joining
from orchestration.language.grammar.draft import Noun
from orchestration.language.intent import Condition, Reference, leaf
from orchestration.language.references import Referent, referents, rows_type

if TYPE_CHECKING:
    from orchestration.language.grammar.builder import Builder


def ordinal(builder: Builder, index: int) -> int:
    """Read "the second" as a row of what was shown; says how many items it took, 0 where it is something else."""
    word = builder.items[index].role("ordinal")
    position = int(word.value) if word else 1
    kind = rows_type(builder.mind.topic)
    reference = Reference(to="row", position=position, ask=None, type=kind)
    return _refer(builder, index, Noun(kinds=(kind,) if kind else (), refers=reference))


def ones(builder: Builder, index: int) -> int:
    """Read "they", "of those", "which ones"; says how many items it took, 0 where it is something else."""
    item = builder.items[index]
    if item.norm in _THEY:
        return _refer(builder, index, _referring(builder, plural=True))
    if item.norm in ("one", "both") and not builder.before:
        return 1
    if builder.before and builder.ghost is not None:
        return 1
    inside = builder.main is not None and (builder.negated or not builder.link_role)
    if inside and item.norm in _THOSE and builder.mind.topic.focus and not builder.negated and builder.ghost is None:
        # "Which panel feeds them": what the thread is about, and no word to be passed over.
        return _refer(builder, index, _referring(builder, plural=True))
    if inside and not builder.before and not item.norm.startswith(_PREPOSED):
        # "... except those named Admin" goes on about the noun that is being read.
        return 1
    if builder.ghost is not None:
        builder.link, builder.link_role = None, ""
        return 1
    return _refer(builder, index, _referring(builder, plural=True))


def it(builder: Builder, index: int) -> int:
    """Read "it", "there", "the same site"; says how many items it took, 0 where it is something else."""
    item = builder.items[index]
    following = builder.at(index + 1)
    main = builder.main
    if main is not None and not builder.link_role and builder.topical and item.norm not in _POSSESSIVE:
        # "10.0.0.0/24 - which VLAN is it": what the clause began with.
        return 1
    if item.norm == "that" and main is not None and main.said and main.empty and _counts_listing(builder, main):
        builder.link, builder.link_role = item, "in"
        return _refer(builder, index, _referring(builder, plural=True))
    if item.norm in ("same", "the same") and following and following.kinds:
        return _refer(builder, index, _referring(builder, plural=following.plural))
    before = builder.at(index - 1)
    if (
        item.norm == "there"
        and main is not None
        and builder.mind.topic.focus
        and not (before and (before.role("be") or before.role("ask")))
    ):
        return _refer(builder, index, _referring(builder, plural=False))
    if (
        item.norm in ("there", "in there", "over there")
        and main is not None
        and not builder.mind.topic.focus
        and not (before and (before.role("be") or before.role("ask")))
    ):
        # Nothing was talked about that could be meant: it is told that the word was not used.
        builder.unused.append(item)
        return 1
    bare = item.norm in ("that", "there", "same", "the same", "said", "the one", "the", "here")
    if (
        bare
        and builder.main is not None
        and not builder.link_role
        and not (following and following.kinds and item.norm != "there")
    ):
        return 1
    if item.norm in ("same", "the same") or (item.norm == "the one" and builder.ghost is not None):
        return 1
    return _refer(builder, index, _referring(builder, plural=False))


def _counts_listing(builder: Builder, main: Noun) -> bool:
    """Say whether "how many VMs is that" counts what belongs to the rows that were shown."""
    shown = rows_type(builder.mind.topic)
    return (
        shown is not None
        and shown != main.kind
        and any(builder.mind.catalogue.ways(kind, shown) for kind in main.kinds)
    )


def _referring(builder: Builder, *, plural: bool) -> Noun:
    said_before = [Referent("ask", type_, ask) for ask, type_ in reversed(builder.mind.before)]
    thread = referents(builder.mind.topic, builder.mind.catalogue, plural=plural)
    noun = Noun(referents=[*said_before, *builder.mind.seen, *thread], plural=plural)
    noun.kinds = tuple(dict.fromkeys(each.type for each in noun.referents))
    if not noun.referents:
        noun.refers = Reference(to="listing" if plural else "thing", position=None, ask=None, type=None)
    return noun


def _refer(builder: Builder, index: int, noun: Noun) -> int:
    """Let a noun that stands for something of the thread take its place."""
    item, following = builder.items[index], builder.at(index + 1)
    preposed = item.norm.startswith(_PREPOSED) or item.norm in ("there", "in there")
    taken = 1
    named = (
        following is not None
        and bool(following.kinds)
        and not item.after
        and bool(_DEMONSTRATIVE.intersection(item.norm.split()))
    )
    if following is not None and named:
        fitting = tuple(kind for kind in following.kinds if kind in noun.kinds) or following.kinds
        noun.kinds, noun.said, noun.plural = fitting, True, following.plural
        noun.referents = [each for each in noun.referents if each.type in fitting]
        if not noun.referents and (owner := _seen_owner(builder, fitting)) is not None:
            noun.where.append(owner)
        elif noun.refers is None and not noun.referents:
            noun.refers = Reference(to="listing" if noun.plural else "thing", position=None, ask=None, type=fitting[0])
        taken = 2
    elif preposed and not builder.link_role:
        builder.link, builder.link_role = item, "in"
    if builder.before and taken == 1:
        builder.put_before(noun)
    joining.attach(builder, noun)
    return taken


def _seen_owner(builder: Builder, kinds: Sequence[str]) -> Condition | None:
    """Return the condition that "that reservation" belongs to what the message named before."""
    for referent in builder.mind.seen:
        for kind in kinds:
            links = builder.mind.catalogue.ways(kind, referent.type)
            if links and links[0].param is not None:
                builder.ground(referent.text, referent.hits)
                return leaf(links[0].name, "eq", [referent.text])
    return None


# What a reference word does by itself: "there" is where, "of them" is whose.
_PREPOSED = ("of ", "in ", "on ", "at ", "for ", "from ", "with ", "to ", "among ")
_POSSESSIVE = frozenset(("its", "their", "his", "her"))
_DEMONSTRATIVE = frozenset(("this", "that", "these", "those", "same", "said"))
_THOSE = frozenset(("them", "both of them", "all of them"))
_THEY = frozenset(("they", "their", "theirs"))
