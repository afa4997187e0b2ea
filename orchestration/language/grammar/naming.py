"""Names: behind a type word, before one, or by themselves; roles that stand for the devices that have them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from orchestration.language.figures import addresses, ports
from orchestration.language.grammar import joining, linking, measures, values
from orchestration.language.grammar.draft import Noun, types_of
from orchestration.language.grammar.linking import Way, on_link, pseudo_hits, way_to_hits
from orchestration.language.intent import Condition, joined, leaf
from orchestration.language.reading import NameHit
from orchestration.language.spans import Item

if TYPE_CHECKING:
    from orchestration.language.grammar.builder import Builder

ROLE = "dcim.devicerole"
_WHOLE_WORDS = frozenset(("all",))
# Types of objects that have one of the roles.
_BEARERS = ("dcim.device", "virtualization.virtualmachine", ROLE)


def names_behind(builder: Builder, index: int, noun: Noun) -> int:
    """Take the names that follow a type word: "site Akron", "racks R1 and R2", "interface gi1/0/1".

    Args:
        builder: reads the clause.
        index: of the type word.
        noun: gets the names.

    Returns:
        How many items they took.
    """
    here, taken = index + 1, 0
    if builder.items[index].after.strip(":-=\"'"):
        return 0
    while (item := builder.at(here)) is not None:
        if taken and (item.role("and") or item.role("or")):
            here += 1
            item = builder.at(here)
            if item is None:
                break
        names = _names_of(builder, noun, item, further=bool(taken), before=builder.items[index])
        if not names:
            break
        size, through = _through(builder, noun, here)
        noun.names += names if through is None else through
        here += size
        item = builder.items[here]
        taken = here - index
        if item.after.strip(",-:"):
            break
        here += 1
    return taken


def _through(builder: Builder, noun: Noun, here: int) -> tuple[int, list[str] | None]:
    """Read "10.0.0.6 to 10.0.0.8" behind a type word.

    Returns:
        How many items stand behind the first address, and the names; None for the names where no range stands there.
    """
    first, joint, last = builder.items[here], builder.at(here + 1), builder.at(here + 2)
    dash = first.after == "-"
    if dash:
        joint, last = first, builder.at(here + 1)
    if joint is None or last is None or not (dash or joint.role("thru")):
        return 0, None
    ends = (first.figure, last.figure)
    if any(each is None or each.kind != "address" for each in ends) or first.figure is None or last.figure is None:
        return 0, None
    size = 1 if dash else 2
    if noun.kind == "ipam.iprange":
        fields = zip(("start_address", "end_address"), (first.figure.low, last.figure.low), strict=True)
        noun.where += [leaf(field, "starts", [address]) for field, address in fields]
        return size, []
    return size, addresses(first.figure.low, last.figure.low)


def _names_of(builder: Builder, noun: Noun, item: Item, *, further: bool, before: Item) -> list[str]:
    """Return the names that an item gives to a noun; settles the noun's type where the item tells it."""
    own = {type_: hits for type_, hits in types_of(item.hits).items() if type_ in noun.kinds}
    if own and not (further and item.kinds):
        type_, hits = next(iter(own.items()))
        if hits[0].score < 1.0 and any(hit.score == 1.0 and _leads(builder, noun, hit.type) for hit in item.hits):
            return []
        noun.narrow(type_)
        builder.ground(item.text, tuple(hit for hit in hits if hit.score == hits[0].score))
        return [item.text]
    if (item.words and not item.quoted) or item.kinds:
        return []
    if names := measures.names_by_syntax(builder.mind, noun, item, before):
        return names
    if any(_leads(builder, noun, hit.type) for hit in item.hits if hit.score == 1.0) or item.value:
        return []
    return _new_name(builder, noun, item)


def _new_name(builder: Builder, noun: Noun, item: Item) -> list[str]:
    """Return a name that nothing known has, where it looks like one."""
    indexed = builder.mind.catalogue[noun.kind or ""].indexed
    code = item.figure is not None and item.figure.kind in ("code", "port", "dns")
    capital = not item.known and item.text[:1].isupper()
    if not (item.quoted or code or (capital and not item.field)) or (item.hits and not code):
        return []
    if noun.plural and not item.quoted and not code:
        return []
    if indexed:
        builder.missing.append(item.text)
    return [item.text]


def _leads(builder: Builder, noun: Noun, target: str) -> bool:
    return any(linking.ways(builder.mind, kind, target) for kind in noun.kinds)


def roles_of(item: Item) -> tuple[NameHit, ...]:
    """Return the roles that a word like "routers" stands for; empty where it stands for none."""
    roles = tuple(hit for hit in item.hits if hit.type == ROLE)
    if not roles or item.quoted or (item.kinds and item.kinds[0] != "dcim.device"):
        return ()
    other = [hit for hit in item.hits if hit.type != ROLE and hit.score == 1.0]
    if other and not item.plural and roles[0].score < 1.0:
        return ()
    return tuple(hit for hit in roles if hit.score == roles[0].score) if item.size > 1 else roles


def is_role_name(builder: Builder, index: int) -> bool:
    """Say whether a role is named as such: "role Router", "Router devices"."""
    item, before, following = builder.items[index], builder.at(index - 1), builder.at(index + 1)
    if before is not None and before.kinds and before.kinds[0] == ROLE and not before.after:
        return True
    return following is not None and not item.after and bool(following.kinds) and following.kinds[0] in _BEARERS


def role_noun(builder: Builder, index: int, roles: tuple[NameHit, ...]) -> int:
    """Read "routers" as the devices of that role, or of all roles of that word."""
    item, following = builder.items[index], builder.at(index + 1)
    noun = Noun(kinds=("dcim.device",), plural=item.plural, said=True, word=item.norm)
    taken = 1
    own: tuple[NameHit, ...] = ()
    if following is not None and not item.after:
        own = tuple(hit for hit in following.hits if hit.type == "dcim.device" and hit.score == 1.0)
    if following is not None and own:
        noun.names, taken = [following.text], 2
        builder.ground(following.text, own)
    else:
        noun.where.append(leaf("role", "eq", [hit.name for hit in roles]))
        for hit in roles:
            builder.ground(hit.name, (hit.model_copy(update={"score": 1.0}),))
    builder.put_before(noun)
    joining.attach(builder, noun)
    return taken


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
        noun = Noun(kinds=tuple(kinds), names=[item.text], hits={item.text: hits})
        noun.plural = item.plural and item.size == 1 and not any(hit.score == 1.0 for hit in hits)
        builder.put_before(noun)
        builder.take_link()
        builder.stack.append(noun)
        builder.last = "name"
        return 1
    if builder.joint and _extend(builder, item, hits):
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
            hit.score == 1.0 and _leads(builder, main, hit.type) for hit in hits if hit.type != same[0].type
        ):
            main.names.append(item.text)
            main.narrow(same[0].type)
            builder.ground(item.text, same)
            builder.last = "name"
            return 1
    found = way_to_hits(builder.mind, builder.stack, hits, hint)
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


def _renames(builder: Builder, main: Noun, item: Item, hits: tuple[NameHit, ...], role: str) -> bool:
    """Put another object in the place of the one that the thread was about: "and R201?"."""
    kept = tuple(hit for hit in hits if hit.type == main.kind)
    if not kept or role == "with" or (not main.names and (main.where or kept[0].score < 1.0)):
        return False
    main.names = [item.text]
    builder.ground(item.text, kept)
    builder.last = "renamed"
    return True


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
    if not own or not noun.plural or noun.names:
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


def in_the_name(builder: Builder, index: int) -> int:
    """Read "with core in the name" as what names must have.

    Returns:
        How many items it takes; 0 where nothing of the kind stands there.
    """
    main = builder.main
    if main is None or not main.kinds or builder.link_role != "with":
        return 0
    here = index + 1
    if (joint := builder.at(here)) is None or not joint.role("in"):
        return 0
    here += 1
    while (item := builder.at(here)) is not None and (item.role("all") or item.norm in ("their", "its", "it")):
        here += 1
    if item is None or item.norm not in ("name", "hostname", "title"):
        return 0
    builder.take_link()
    field = builder.mind.catalogue[main.kind or ""].name_field
    main.where.append(leaf(field, "contains", [builder.items[index].text]))
    return here - index + 1


def free_text(builder: Builder, index: int) -> int:
    """Read words that name nothing known as text to look for: "at 12 Harbour Street".

    Returns:
        How many items they take; 0 where they are no such text.
    """
    main = builder.main
    if main is None or not main.said or main.kind is None or builder.link_role != "in" or builder.ghost is main:
        return 0
    here, field = index, None
    while (item := builder.at(here)) is not None:
        number = item.figure is not None and item.figure.kind == "number" and not item.hits
        street = here > index and item.field and values.field_of(builder.mind, main, item)
        if not (number or street or not item.known):
            break
        field = street or field
        here += 1
        if item.after:
            break
    words = builder.items[index:here]
    if not any(not item.known and item.text[:1].isupper() for item in words):
        return 0
    about = builder.mind.catalogue[main.kind]
    text = " ".join(item.text for item in words)
    begins = words[0].figure is not None and len(words) > 1
    if not field and begins and "physical_address" in about.fields:
        field = "physical_address"
    if not field:
        return 0
    _, _, negated = builder.take_link()
    condition = leaf(field, "contains", [text])
    main.where.append(joined("not", [condition]) if negated else condition)
    return len(words)


def unknown(builder: Builder, index: int) -> int:
    """Read what nothing is known of: a port by its syntax, a name that is not there, or nothing."""
    item = builder.items[index]
    figure = item.figure
    if figure is not None and figure.kind == "port" and not item.quoted:
        noun = Noun(kinds=("dcim.interface", "virtualization.vminterface"), names=ports(figure), said=True)
        noun.plural = len(noun.names) > 1
        builder.put_before(noun)
        joining.attach(builder, noun)
        return 1
    if item.norm in builder.mind.vocabulary.devices and not item.quoted:
        # A kind of device that this NetBox has no role for.
        noun = Noun(kinds=("dcim.device",), plural=item.plural, said=True, word=item.norm)
        noun.where.append(leaf("role", "eq", [item.text]))
        builder.missing.append(item.text)
        builder.put_before(noun)
        joining.attach(builder, noun)
        return 1
    looks_named = item.quoted or (figure is not None and figure.kind in ("code", "dns", "address", "prefix"))
    main = builder.main
    if looks_named and main is None:
        builder.stack.append(Noun(names=[item.text]))
        builder.missing.append(item.text)
        builder.last = "name"
        return 1
    if looks_named and main is not None and main.said and not main.names and not builder.link_role and main.kind:
        main.names.append(item.text)
        builder.missing.append(item.text)
        return 1
    if looks_named and builder.link_role:
        builder.missing.append(item.text)
        builder.take_link()
    builder.unused.append(item)
    return 1
