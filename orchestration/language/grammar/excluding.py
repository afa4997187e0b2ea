"""What is left out: "except the routers and the PDUs", "other than Guest", "everything in Akron but the servers"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.language.grammar import adjectives, joining
from orchestration.language.grammar.draft import Noun
from orchestration.language.intent import Condition, joined, leaf
from orchestration.language.reading import NameHit

if TYPE_CHECKING:
    from orchestration.language.grammar.builder import Builder

# What the builder read last where that was left out.
LAST = "excluded"
_WHOLE = frozenset(("all but", "everything but", "everything", "all", "anything"))


def leaves_out(builder: Builder, noun: Noun, role: str, joint: str, *, negated: bool) -> bool:
    """Leave things of a kind out of those that a clause is about, where it says so.

    Args:
        builder: reads the clause.
        noun: what is left out.
        role: of the word before it.
        joint: "and" or "or" where it goes on with what stood before.
        negated: whether a word like "except" stands before it.

    Returns:
        Whether it did.
    """
    main = builder.main
    if (
        not noun.said
        or noun.names
        or not noun.where
        or (role == "without" and (main is None or noun.kind != main.kind))
    ):
        return False
    if main is None:
        if not (negated and _whole(builder)):
            return False
        noun.where = [_without(noun)]
        builder.stack, builder.last = [noun], LAST
        return True
    goes_on = bool(joint) and not role and not negated and builder.last == LAST
    if not (negated or goes_on):
        return False
    if noun.kind == main.kind:
        main.where.append(_without(noun))
        builder.last = LAST
        return True
    if not (negated and main.names and not main.where):
        return False
    # "Everything in Akron but the servers" asks for the devices there.
    left = Noun(kinds=noun.kinds, plural=True, said=True, word=noun.word)
    if not joining.belongs(builder, left, main):
        return False
    left.where.append(_without(noun))
    builder.stack, builder.last = [left], LAST
    return True


def _without(noun: Noun) -> Condition:
    (first, *more) = noun.where
    return joined("not", [joined("and", noun.where)]) if more else adjectives.negation(first)


def _whole(builder: Builder) -> bool:
    """Say whether everything but something is asked for."""
    return any(item.norm in _WHOLE for item in builder.items[: builder.index])


def leaves_out_name(builder: Builder, text: str, hits: tuple[NameHit, ...]) -> bool:
    """Leave an object out by its own name: "VLANs other than Guest", "sites except Akron and Utica"; says whether it did."""
    main = builder.main
    goes_on = builder.last == LAST and bool(builder.joint)
    if builder.link_role or not (builder.negated or goes_on):
        return False
    if main is None or not main.said or main.kind is None or main.names:
        return False
    own = tuple(hit for hit in hits if hit.type in main.kinds and hit.score == 1.0)
    if not own:
        return False
    main.narrow(own[0].type)
    field = builder.mind.catalogue[own[0].type].name_field
    names = list(dict.fromkeys(hit.name for hit in own))
    last = main.where[-1] if main.where else None
    if last is not None and (last.field, last.op) == (field, "ne"):
        main.where[-1] = last.model_copy(update={"values": [*last.values, *names]})
    else:
        main.where.append(leaf(field, "ne", names))
    builder.take_link()
    builder.ground(text, own)
    builder.close(main)
    builder.last = LAST
    return True
