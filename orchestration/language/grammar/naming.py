"""Names before a type word or by themselves: what they narrow, and what they turn round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from orchestration.language.grammar import excluding, joining, linking
from orchestration.language.grammar.draft import Noun, types_of
from orchestration.language.grammar.linking import Way, on_link, pseudo_hits, way_to_hits
from orchestration.language.intent import Condition, joined, leaf
from orchestration.language.reading import NameHit
from orchestration.language.spans import Item

if TYPE_CHECKING:
    from orchestration.language.grammar.builder import Builder

_WHOLE_WORDS = frozenset(("all",))


def leads(builder: Builder, noun: Noun, target: str) -> bool:
    """Say whether a noun can be narrowed by something of a type."""
    return any(linking.ways(builder.mind, kind, target) for kind in noun.kinds)


def name(builder: Builder, index: int) -> int:
    """Read a name that no type word stands before."""
    item, following = builder.items[index], builder.at(index + 1)
    hits = item.hits or pseudo_hits(item)
    ahead = following is not None and not item.after and bool(following.kinds) and not following.role("tagged")
    if not builder.stack:
        if builder.negated and ahead:
            builder.before.append(item)
            return 1
        kinds = sorted(types_of(hits), key=lambda type_: _bare_rank(type_, hits))
        asn = item.figure is not None and item.figure.kind == "asn" and not item.hits
        text = item.figure.low if asn and item.figure is not None else item.text
        noun = Noun(kinds=tuple(kinds), names=[text], hits={text: hits})
        noun.plural = item.plural and item.size == 1 and not any(hit.score == 1.0 for hit in hits)
        if not ahead:
            # "Spare Acme devices": the devices are spare, not Acme.
            builder.put_before(noun)
        builder.take_link()
        builder.stack.append(noun)
        builder.last = "name"
        return 1
    if excluding.leaves_out_name(builder, item.text, hits):
        return 1
    if builder.joint and builder.last != excluding.LAST and _extend(builder, item, hits):
        return 1
    waits = builder.link_role or builder.joint or builder.negated
    if ahead and following is not None and waits and _reaches(builder, following.kinds, hits):
        builder.before.append(item)
        return 1
    return _narrow_open(builder, item, hits)


def _reaches(builder: Builder, kinds: Sequence[str], hits: tuple[NameHit, ...]) -> bool:
    return any(linking.ways(builder.mind, kind, hit.type) for kind in kinds for hit in hits)


def _bare_rank(type_: str, hits: tuple[NameHit, ...]) -> float:
    exact = any(hit.type == type_ and hit.score == 1.0 for hit in hits)
    return linking.rank(type_) + (0.0 if exact else 1.0)


def _narrow_open(builder: Builder, item: Item, hits: tuple[NameHit, ...]) -> int:
    """Let a name narrow the noun that can take it, or turn the question round: "which VLAN is 10.0.0.0/24"."""
    role, hint, negated = builder.take_link()
    main = builder.stack[0]
    if role == "in" and _network(builder, item, negated=negated):
        return 1
    if not role and main.names and not main.said and not main.where:
        _second_name(builder, item, hits)
        return 1
    if builder.ghost is main and _renames(builder, main, item, hits, role):
        return 1
    if builder.ghost is main and not role and _by_own_name(builder, main, hits, negated=negated):
        builder.last = "filter"
        return 1
    if main.said and not main.names and main.kind and not negated and not role and builder.ghost is not main:
        same = tuple(hit for hit in hits if hit.type in main.kinds and hit.score == 1.0)
        if same and not any(
            hit.score == 1.0 and leads(builder, main, hit.type) for hit in hits if hit.type != same[0].type
        ):
            main.names.append(item.text)
            main.narrow(same[0].type)
            builder.ground(item.text, same)
            builder.last = "name"
            return 1
    if role == "in" and hint == "of" and (draft := _field_word(builder, main, item, hits)):
        return draft
    found = way_to_hits(builder.mind, _reachable(builder, main, hits, role), hits, hint)
    if found is not None and joining.asks_field(builder, found[0], found[1][0].type, role):
        builder.ground(item.text, hits)
        joining.turn_round(
            builder, Noun(kinds=tuple(types_of(found[1])), names=[item.text], hits={item.text: found[1]})
        )
        return 1
    if found is None:
        for type_ in types_of(hits):
            if main.said and not main.names and joining.field_to(builder, type_, main.kinds):
                builder.ground(item.text, hits)
                joining.turn_round(builder, Noun(kinds=(type_,), names=[item.text], hits={item.text: hits}))
                return 1
        if not main.kinds and main.refers is None:
            main.names.append(item.text)
            main.hits[item.text], main.kinds = hits, tuple(types_of(hits))
            return 1
        builder.unused.append(item)
        return 1
    way, kept = found
    way.noun.narrow(way.kind)
    builder.close(way.noun)
    way.noun.where.append(_on_way(builder, way, item, kept, negated=negated))
    builder.last = "filter"
    return 1


def _reachable(builder: Builder, main: Noun, hits: tuple[NameHit, ...], role: str) -> Sequence[Noun]:
    """Return the nouns that a name may narrow: behind what is not there, a place is where the clause's own things are."""
    absent = any(inner is builder.stack[-1] and negated for _, _, _, inner, negated, _ in builder.nested)
    if role != "in" or not absent or main.kind is None:
        return builder.stack
    near = any(
        link.param for hit in hits if hit.score == 1.0 for link in linking.ways(builder.mind, main.kind, hit.type)[:1]
    )
    return [main] if near else builder.stack


def _field_word(builder: Builder, main: Noun, item: Item, hits: tuple[NameHit, ...]) -> int:
    """Read "the facility of X" as a field of X, where the word for it is one for the type of X too; 0 where it is none."""
    same = tuple(hit for hit in hits if hit.type == main.kind and hit.score == 1.0)
    if not same or not main.empty or main.plural or main.kind is None:
        return 0
    word = next((each for each in builder.items if each.norm == main.word and each.field), None)
    about = builder.mind.catalogue[main.kind]
    if word is None or not any(
        name in about.fields for name in builder.mind.catalogue.field_words(main.kind).get(word.norm, ())
    ):
        return 0
    builder.stack = [Noun(kinds=(main.kind,), names=[item.text], hits={item.text: same})]
    builder.columns.append(word)
    builder.ground(item.text, same)
    builder.last = "name"
    return 1


def _renames(builder: Builder, main: Noun, item: Item, hits: tuple[NameHit, ...], role: str) -> bool:
    """Put another object in the place of the one that the thread was about: "and R201?"."""
    kept = tuple(hit for hit in hits if hit.type == main.kind)
    if not kept or role == "with" or (not main.names and (main.where or kept[0].score < 1.0)):
        return False
    main.names = [item.text]
    builder.ground(item.text, _beside(builder, kept))
    builder.last = "renamed"
    return True


def _beside(builder: Builder, hits: tuple[NameHit, ...]) -> tuple[NameHit, ...]:
    """Return which of several of one name lie where the one before lay: rack A04 of the same site; all where none or several do."""
    focus = builder.mind.topic.focus[0] if builder.mind.topic.focus else None
    places = (
        {hit.within for some in focus.grounds.values() for hit in some if hit.type == hits[0].type} if focus else set()
    )
    places |= {hit.within for hit in focus.things if hit.type == hits[0].type} if focus else set()
    near = tuple(hit for hit in hits if hit.within and hit.within in places) if len(places) == 1 else ()
    return near if len(near) == 1 else hits


def narrow(builder: Builder, noun: Noun, item: Item, *, negated: bool) -> bool:
    """Let a name that stood in front of a noun narrow it; says whether it can."""
    if _by_own_name(builder, noun, item.hits, negated=negated):
        return True
    found = way_to_hits(builder.mind, [noun], item.hits or pseudo_hits(item)) if noun.kinds else None
    if found is None:
        return False
    way, kept = found
    noun.narrow(way.kind)
    noun.where.append(_on_way(builder, way, item, kept, negated=negated))
    return True


def _by_own_name(builder: Builder, noun: Noun, hits: tuple[NameHit, ...], *, negated: bool) -> bool:
    """Read "Voice VLANs" as those called so."""
    own = [hit for hit in hits if hit.type in noun.kinds and hit.score == 1.0]
    if not own or noun.names or (not noun.plural and len(own) < 2):
        return False
    noun.narrow(own[0].type)
    names = list(dict.fromkeys(hit.name for hit in own))
    noun.where.append(leaf(builder.mind.catalogue[own[0].type].name_field, "ne" if negated else "eq", names))
    return True


def _on_way(builder: Builder, way: Way, item: Item, kept: tuple[NameHit, ...], *, negated: bool) -> Condition:
    """Return the condition that a way leads to what a name means; all of them where a part of the name means several."""
    if kept[0].score < 1.0 and (way.link.path or way.link.back):
        # "the Acme ones": those whose names have the word, rather than those that somehow have to do with it.
        condition = leaf(builder.mind.catalogue[way.kind].name_field, "contains", [item.text])
        return joined("not", [condition]) if negated else condition
    texts = [item.text]
    if len(kept) > 1 and kept[0].score < 1.0 and (item.plural or item.norm in _WHOLE_WORDS):
        texts = list(dict.fromkeys(hit.name for hit in kept))
        for hit in kept:
            builder.ground(hit.name, (hit.model_copy(update={"score": 1.0}),))
    else:
        builder.ground(item.text, kept)
    return on_link(way.kind, way.link, texts, negated=negated)


def _second_name(builder: Builder, item: Item, hits: tuple[NameHit, ...]) -> None:
    """Read two names in a row: "Row 1 Akron" is a place within another."""
    main = builder.stack[0]
    shared = tuple(hit for hit in hits if hit.type in main.kinds and hit.score == 1.0)
    found = way_to_hits(builder.mind, [main], hits) if not shared else None
    if found is None:
        main.names.append(item.text)
        main.hits[item.text] = hits
        return
    way, kept = found
    main.narrow(way.kind)
    builder.ground(item.text, kept)
    main.where.append(on_link(way.kind, way.link, [item.text], negated=False))


def _network(builder: Builder, item: Item, *, negated: bool) -> bool:
    """Read a network as a place: prefixes and addresses within a prefix, prefixes around an address."""
    figure = item.figure
    if figure is None or figure.kind not in ("prefix", "address"):
        return False
    for noun in reversed(builder.stack):
        if noun.kind not in linking.NETWORKS or noun.names:
            continue
        around = figure.kind == "address" and noun.kind != "ipam.ipaddress"
        condition = leaf(linking.NETWORKS[noun.kind], "covers" if around else "within", [figure.low])
        noun.where.append(joined("not", [condition]) if negated else condition)
        builder.ground(item.text, tuple(hit for hit in item.hits if hit.type in ("ipam.prefix", "ipam.aggregate")))
        builder.last = "filter"
        return True
    return False


def _extend(builder: Builder, item: Item, hits: tuple[NameHit, ...]) -> bool:
    """Add a name to the one before it: "in Akron and Albany", "compare A and B"."""
    if builder.link_role not in ("", "in") or builder.negated:
        return False
    for noun in reversed(builder.stack):
        kept = tuple(hit for hit in hits if hit.type in noun.kinds)
        if noun.names and kept and not noun.where:
            noun.names.append(item.text)
            noun.hits[item.text] = kept
            builder.ground(item.text, kept)
            builder.joint = ""
            builder.take_link()
            return True
        last = noun.where[-1] if noun.where else None
        if last is None or last.join != "is" or last.op not in ("eq", "ne", "within"):
            continue
        types = {hit.type for text in last.values for hit in builder.grounds.get(text, ())}
        same = tuple(hit for hit in hits if hit.type in types)
        if same:
            noun.where[-1] = last.model_copy(update={"values": [*last.values, item.text]})
            builder.ground(item.text, same)
            builder.joint = ""
            builder.take_link()
            return True
    return False
