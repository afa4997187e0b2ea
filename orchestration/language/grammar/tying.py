"""What ties a clause together by other words than prepositions: whose, where, members, units that stand for reservations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.language.grammar import joining, rolenames
from orchestration.language.grammar.draft import Noun

if TYPE_CHECKING:
    from orchestration.language.grammar.builder import Builder


def opens(builder: Builder, index: int) -> bool:
    """Say whether a word ties what follows to the noun before it: "racks whose site is in X", "sites where a router is"."""
    item, following = builder.items[index], builder.at(index + 1)
    main = builder.main
    if item.norm not in ("whose", "where") or main is None or not main.said or main.kind is None or following is None:
        return False
    if item.norm == "where":
        thing = builder.at(index + 2)
        return bool(
            following.role("all") and not following.kinds and thing and (thing.kinds or rolenames.roles_of(thing))
        )
    links = [link for kind in following.kinds for link in builder.mind.catalogue.ways(main.kind, kind) if not link.path]
    behind = [builder.at(index + 2), builder.at(index + 3)]
    be = bool(behind[0] and behind[0].role("be"))
    value = behind[1] if be else None
    # "Whose role is Router" is a field with its value; "whose rack has no devices" says something of another thing.
    named = value is not None and any(hit.type in following.kinds for hit in value.hits)
    return bool(links) and behind[0] is not None and not named and (not be or bool(value and value.words))


def reserved_units(builder: Builder, index: int) -> bool:
    """Say whether rack units stand for reservations: "which units are reserved"."""
    before = builder.at(index - 1)
    if before is not None and before.figure is not None:
        return False
    return any(item.role("marked") or item.norm == "reserved" for item in builder.items[index:])


# What may be a member of something: the thing tells which.
_MEMBERS = (
    "dcim.device",
    "virtualization.virtualmachine",
    "ipam.vlan",
    "dcim.interface",
    "tenancy.tenant",
    "tenancy.contact",
    "dcim.site",
)


def member(builder: Builder, index: int) -> int:
    """Read "members of X" as what such a thing has; says how many items it took."""
    item, before = builder.items[index], builder.at(index - 1)
    main = builder.main
    if before is not None and before.kinds and main is not None and main.empty:
        # "LAG members": the interfaces that belong to one.
        main.plural, main.word = True, f"{main.word} {item.norm}"
    else:
        noun = Noun(kinds=_MEMBERS, plural=True, said=True, word=item.norm)
        builder.put_before(noun)
        joining.attach(builder, noun)
    if item.norm.endswith("of"):
        builder.link, builder.link_role = item, "in"
    return 1
