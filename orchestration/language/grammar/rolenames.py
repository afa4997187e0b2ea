"""Roles that stand for the devices that have them: "routers", "access switches"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orchestration.language.grammar import joining
from orchestration.language.grammar.draft import Noun
from orchestration.language.intent import leaf
from orchestration.language.reading import NameHit
from orchestration.language.spans import Item

if TYPE_CHECKING:
    from orchestration.language.grammar.builder import Builder

ROLE = "dcim.devicerole"
# Types of objects that have one of the roles.
_BEARERS = ("dcim.device", "virtualization.virtualmachine", ROLE)


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
