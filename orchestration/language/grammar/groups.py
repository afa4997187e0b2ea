"""Groups that stand for what is in them: "all depots" where a site group is called so, "group Customers"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from orchestration.language.grammar import joining, naming, values
from orchestration.language.grammar.draft import Noun
from orchestration.language.intent import leaf
from orchestration.language.normal import normalise
from orchestration.language.reading import NameHit
from orchestration.language.spans import Item

if TYPE_CHECKING:
    from orchestration.language.grammar.builder import Builder

# What is in each kind of group.
MEMBERS = {
    "dcim.sitegroup": "dcim.site",
    "tenancy.tenantgroup": "tenancy.tenant",
    "virtualization.clustergroup": "virtualization.cluster",
    "tenancy.contactgroup": "tenancy.contact",
    "ipam.vlangroup": "ipam.vlan",
    "circuits.circuitgroup": "circuits.circuit",
}


def members(builder: Builder, item: Item) -> int:
    """Read a word like "depots" or "customers" as what is in the group of that name; says how many items it took, 0 where it names none.

    Args:
        builder: reads the clause.
        item: the word; it may be another word for the members as well.
    """
    if item.quoted or not item.plural or not item.text.islower():
        return 0
    for hit in _groups(item):
        about = builder.mind.catalogue[MEMBERS[hit.type]]
        # The members' own name, "sites", means all of them, whatever group is called so.
        if item.norm == normalise(about.plural) or (item.kinds and item.kinds[0] != about.key):
            continue
        ways = builder.mind.catalogue.ways(about.key, hit.type)
        builder.ground(item.text, (hit,))
        noun = Noun(
            kinds=(about.key,), plural=True, said=True, word=item.norm, where=[leaf(ways[0].name, "eq", [item.text])]
        )
        builder.put_before(noun)
        joining.attach(builder, noun)
        return 1
    return 0


def named(builder: Builder, index: int) -> int:
    """Let the name behind "group" name a group alone, whatever else is called so; says how many items it took, 0 where none stands there."""
    item, following = builder.items[index], builder.at(index + 1)
    if item.norm != "group" or item.kinds or item.after or following is None or not (own := _groups(following)):
        return 0
    builder.items[index + 1] = replace(following, hits=own, kinds=(), words=(), field=False, value=False)
    return values.field_and_value(builder, index) or 1 + naming.name(builder, index + 1)


def _groups(item: Item) -> tuple[NameHit, ...]:
    return tuple(hit for hit in item.hits if hit.type in MEMBERS and hit.score == 1.0)
