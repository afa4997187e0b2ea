"""Putting nouns together: what a clause is about, what narrows it, and what is asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from orchestration.catalogue.types import Link
from orchestration.language.grammar import excluding, linking
from orchestration.language.grammar.draft import Noun
from orchestration.language.grammar.linking import Way, nearest_way, on_link, on_noun, way_to_hits
from orchestration.language.intent import Condition, joined, leaf, select

if TYPE_CHECKING:
    from orchestration.language.grammar.builder import Builder

_EVERYWHERE = frozenset(("across", "over", "throughout", "among", "amongst"))


def attach(builder: Builder, noun: Noun) -> None:
    """Let a noun take its place in the clause."""
    role, hint, negated = builder.take_link()
    joint, builder.joint = builder.joint, ""
    main = builder.main
    if excluding.leaves_out(builder, noun, role, joint, negated=negated):
        return
    if main is None:
        # "Neither routers nor switches": what things are not does not say which are meant.
        builder.penalty += 3.0 if negated and role != "without" else 0.0
        builder.stack.append(noun)
        builder.last = "noun"
        return
    if builder.ghost is main and _goes_on(main, noun, role, negated=negated):
        return
    if joint and not role and not negated and _also(builder, noun, joint):
        return
    if joint and not role and not negated and _coordinated(main, noun):
        return
    if not role and not negated and main.said and not main.names and _further(builder, main, noun, joint):
        return
    if noun.kind == main.kind and noun.said and main.said and _apposition(builder, main, noun):
        return
    if joint and not role and not negated and noun.said and noun.empty and _alongside(builder, main):
        builder.further.append(noun)
        return
    if (
        not negated
        and (not role or (role == "with" and _specific(main) and not main.where))
        and _becomes_head(builder, main, noun, role)
    ):
        return
    if set(noun.kinds) & set(main.kinds):
        # "LAG members of Po1": which of several links between interfaces is meant.
        hint = f"{hint} {main.word}"
    _narrow(builder, noun, role, hint, negated=negated)


def _also(builder: Builder, noun: Noun, joint: str) -> bool:
    """Read "with a router and a firewall" as two things that are both there, "a router or a firewall" as either of them."""
    if not builder.nested:
        return False
    outer, _, _, inner, absent, exists = builder.nested[-1]
    if not exists or inner is not builder.stack[-1] or not noun.said or noun.names or inner.names:
        return False
    if joint == "or":
        return _coordinated(inner, noun)
    if nearest_way(builder.mind, [outer], noun.kinds) is None:
        return False
    builder.close(outer)
    _narrow(builder, noun, "without" if absent else "with", "", negated=absent)
    return True


def _goes_on(main: Noun, noun: Noun, role: str, *, negated: bool) -> bool:
    """Read a noun where the thread goes on: "only the active devices" is about what it was about."""
    if role or negated or not noun.said or noun.kind != main.kind:
        return False
    if noun.names:
        main.names = noun.names
    main.where += noun.where
    return True


def _coordinated(main: Noun, noun: Noun) -> bool:
    """Read "switches and routers", "rack R1 and rack R2" as things of one kind, any of which is meant."""
    if noun.kind != main.kind or not noun.said or not main.said:
        return False
    if noun.names and main.names and not noun.where and not main.where:
        main.names += noun.names
        main.plural = True
        return True
    if len(noun.where) != 1 or main.names or noun.names:
        return False
    other = noun.where[0]
    for at, one in enumerate(main.where):
        # What else is said in front is said of both: "active firewalls and routers".
        if one.field == other.field and one.op == other.op and one.values and other.values:
            main.where[at] = one.model_copy(update={"values": [*one.values, *other.values]})
            return True
    return False


def _further(builder: Builder, main: Noun, noun: Noun, joint: str) -> bool:
    """Read "devices in X that are routers or PDUs", "interfaces of X that are LAGs": what they are, said behind where they are."""
    if noun.kind != main.kind or noun.names or not noun.where or main.empty:
        return False
    last, first = main.where[-1], noun.where[0]
    if joint == "or" and last.field == first.field and last.op == first.op and last.values and first.values:
        main.where[-1] = last.model_copy(update={"values": [*last.values, *first.values]})
        main.where += noun.where[1:]
    else:
        main.where += noun.where
    builder.close(main)
    return True


def _apposition(builder: Builder, main: Noun, noun: Noun) -> bool:
    """Read the same type twice as one: "a tenant report for tenant Acme"."""
    if main.names or main.refers or main.referents or "member" in main.word or not (noun.names or noun.empty):
        return False
    main.names, main.plural = noun.names, noun.plural and main.plural
    builder.close(main)
    return True


def _alongside(builder: Builder, main: Noun) -> bool:
    return main.said and main.empty and len(builder.stack) == 1


def _specific(main: Noun) -> bool:
    return bool(main.names) or main.refers is not None or bool(main.referents)


def _becomes_head(builder: Builder, main: Noun, noun: Noun, role: str) -> bool:
    """Let a noun take the place of the one before it: "vm42 interfaces", "device interfaces", "does X have panels"."""
    part = bool(noun.names) and noun.kind is not None and not builder.mind.catalogue[noun.kind].indexed and not role
    if noun.refers is not None or noun.referents:
        return False
    if not noun.said or (noun.names and not (part and _specific(main))) or len(builder.stack) > 1:
        return False
    if not role and builder.last not in ("noun", "name", "filter", "value"):
        return False
    if field_to(builder, main.kind or "", noun.kinds) and (not noun.plural or role) and _specific(main) and noun.empty:
        builder.asked.append(noun.kinds[0])
        return True
    if main.names and not main.said and main.hits:
        return _named_head(builder, main, noun)
    found = nearest_way(builder.mind, [noun], main.kinds)
    if found is None:
        if main.empty and not role:
            builder.stack = [noun]
            return True
        return False
    noun.narrow(found.kind)
    main.narrow(found.target)
    settle_reference(builder, main)
    if main.names and not main.where:
        noun.where.append(_named_condition(found, main, negated=False))
    elif not main.empty:
        noun.where.append(on_noun(found.link, main, negated=False, exists=False))
    builder.stack = [noun]
    builder.last = "noun"
    return True


def _named_head(builder: Builder, main: Noun, noun: Noun) -> bool:
    hits = tuple(hit for some in main.hits.values() for hit in some)
    own = tuple(hit for hit in hits if hit.type in noun.kinds and hit.score == 1.0)
    if own and noun.plural:
        # "Voice VLANs" are those called so.
        noun.narrow(own[0].type)
        names = list(dict.fromkeys(hit.name for hit in own))
        noun.where.append(leaf(builder.mind.catalogue[own[0].type].name_field, "eq", names))
        builder.stack, builder.last = [noun], "noun"
        return True
    reached = way_to_hits(builder.mind, [noun], hits)
    if reached is None:
        return False
    way, kept = reached
    noun.narrow(way.kind)
    for text in main.names:
        builder.ground(text, tuple(hit for hit in main.hits.get(text, ()) if hit.type == kept[0].type))
    main.narrow(kept[0].type)
    noun.where.append(_named_condition(way, main, negated=False))
    noun.where += main.where
    builder.stack = [noun]
    builder.last = "noun"
    return True


def field_to(builder: Builder, type_: str, kinds: Sequence[str]) -> str | None:
    """Return the link of a type's own rows that leads to one of some types: a device shows its rack; None where none does."""
    if type_ not in builder.mind.catalogue:
        return None
    about = builder.mind.catalogue[type_]
    shown = next((name for name, link in about.links.items() if link.target in kinds and link.proof), None)
    return shown or next(
        (name for name, each in about.fields.items() if each.relation in kinds and each.readable), None
    )


def asks_field(builder: Builder, way: Way, type_: str, role: str) -> bool:
    """Say whether a type word in front is asked for as a field of a name: "the rack of X", "which rack is X in"."""
    main = builder.stack[0]
    if way.noun is not main or not main.said or main.names or main.where or role not in ("", "in"):
        return False
    if way.link.param is not None or not field_to(builder, type_, (way.kind,)):
        return False
    return not main.plural


def turn_round(builder: Builder, noun: Noun) -> None:
    """Make a noun what the clause is about, and the type word before it a field of it."""
    builder.asked.append(builder.stack[0].kinds[0])
    builder.stack = [noun]
    builder.last = "name"


def _narrow(builder: Builder, noun: Noun, role: str, hint: str, *, negated: bool) -> None:
    """Let a noun narrow the one that can take it."""
    way = nearest_way(builder.mind, builder.stack, noun.kinds, hint)
    main = builder.stack[0]
    if way is None:
        if noun.said and main.said and not main.names and (name := field_to(builder, noun.kind or "", main.kinds)):
            del name
            turn_round(builder, noun)
            return
        builder.penalty += 0.5 if noun.empty else 1.0
        return
    if (noun.names or noun.referents or noun.refers) and asks_field(builder, way, way.target, role) and not negated:
        noun.narrow(way.target)
        turn_round(builder, noun)
        return
    if noun.empty and not negated and hint.partition(" ")[0] in _EVERYWHERE:
        # "across all VRFs" leaves nothing out.
        return
    way.noun.narrow(way.kind)
    noun.narrow(way.target)
    builder.close(way.noun)
    if links := _told_links(builder, way):
        _by_links(builder, way, links, noun, negated=negated)
        return
    if role in ("with", "without") and noun.names and not noun.where and noun.said and not noun.plural:
        hits = [hit for text in noun.names for hit in builder.grounds.get(text, ()) if hit.type == way.target]
        if len(hits) > len(noun.names):
            # "Without a Voice VLAN": any of those that are called so.
            noun.where, noun.names = [leaf(builder.mind.catalogue[way.target].name_field, "eq", noun.names)], []
    if noun.names and not noun.where and builder.mind.catalogue[way.target].indexed:
        way.noun.where.append(_named_condition(way, noun, negated=negated))
        builder.last = "filter"
        return
    exists = role in ("with", "without")
    way.noun.where.append(on_noun(way.link, noun, negated=negated, exists=exists))
    builder.nested.append((way.noun, len(way.noun.where) - 1, way.link, noun, negated, exists))
    builder.stack.append(noun)
    builder.last = "noun"


def _told_links(builder: Builder, way: Way) -> list[Link]:
    """Return the links that a verb behind the noun tells, where several lead to it: "that no VRF imports or exports"."""
    links = [link for link in linking.ways(builder.mind, way.kind, way.target) if link.param is not None]
    if len(links) < 2:
        return []
    both = [link for link in links if link.name.startswith(("import", "export"))]
    told: list[Link] = []
    for index in range(builder.index + 1, len(builder.items)):
        item = builder.items[index]
        hinted = [link for link in links if linking.hinted(link, item.norm)] if not item.kinds else []
        if hinted:
            told += [link for link in hinted if link not in told]
            builder.skipped.add(index)
        elif not (told and (item.role("or") or item.role("and"))):
            break
    return told or both


def _by_links(builder: Builder, way: Way, links: list[Link], noun: Noun, *, negated: bool) -> None:
    settle_reference(builder, noun)
    parts = [on_noun(link, noun, negated=negated, exists=negated or noun.empty) for link in links]
    if noun.names and not noun.where:
        parts = [on_link(way.kind, link, noun.names, negated=negated) for link in links]
    if negated or len(parts) == 1:
        way.noun.where += parts
    else:
        way.noun.where.append(joined("or", parts))
    builder.last = "filter"


def _named_condition(way: Way, noun: Noun, *, negated: bool) -> Condition:
    return on_link(way.kind, way.link, noun.names, negated=negated)


def belongs(builder: Builder, things: Noun, owner: Noun) -> bool:
    """Let things be those of what was named: "room in Akron" is in Akron's racks; say whether anything leads from the ones to the other.

    Args:
        builder: that read it; takes what the names mean.
        things: of one type; get the condition.
        owner: what was named.
    """
    way = linking.nearest_way(builder.mind, [things], owner.kinds)
    if way is None or owner.empty:
        return False
    owner.narrow(way.target)
    settle_reference(builder, owner)
    for text in owner.names:
        builder.ground(text, tuple(hit for hit in owner.hits.get(text, ()) if hit.type == way.target))
    things.where.append(
        linking.on_link(way.kind, way.link, owner.names, negated=False)
        if owner.names
        else leaf(way.link.name, "eq", selection=owner.selection())
    )
    return True


def settle_reference(builder: Builder, noun: Noun) -> None:
    """Settle what a noun stands for, now that its type is known."""
    if not noun.referents:
        return
    chosen = next((each for each in noun.referents if each.type == noun.kind), noun.referents[0])
    noun.referents = []
    noun.narrow(chosen.type)
    if chosen.how == "field":
        back = next((link for link in builder.mind.catalogue.ways(chosen.type, chosen.text) if link.back), None)
        names = [hit.name for hit in chosen.hits]
        for hit in chosen.hits:
            builder.ground(hit.name, (hit,))
        if back is not None:
            noun.where.insert(0, leaf(back.name, "set", selection=select(chosen.text, names=names)))
    elif chosen.how == "inner" and chosen.selection is not None:
        noun.names += chosen.selection.names
        noun.where = [*chosen.selection.where, *noun.where]
        builder.grounds.update({text: hits for text, hits in chosen.grounds.items() if text not in builder.grounds})
    elif chosen.how == "named":
        noun.names.append(chosen.text)
        builder.ground(chosen.text, chosen.hits)
    else:
        noun.refers = chosen.reference()
