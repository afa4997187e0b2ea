"""A wish: one object somebody wants made, changed or gone, its names settled to ids, so that it can be drafted again on fresh ground."""

from typing import Annotated, Literal

from pydantic import Field

from orchestration.messages.frozen import Frozen


class Said(Frozen):
    """A value as it was written: "37", "planned", "next free"."""

    kind: Literal["said"] = "said"
    text: str


class Pointed(Frozen):
    """Objects that are there.

    Args:
        type: key of their type.
        ids: their ids, in the order they were named.
    """

    kind: Literal["pointed"] = "pointed"
    type: str
    ids: tuple[int, ...]


class Coming(Frozen):
    """An object that another wish of the same proposal creates.

    Args:
        wish: its place among the wishes.
    """

    kind: Literal["coming"] = "coming"
    wish: int


class Emptied(Frozen):
    """Nothing: the field is to be empty."""

    kind: Literal["emptied"] = "emptied"


class Amended(Frozen):
    """A list that keeps what it has but for what is said: tags.

    Args:
        adds: what joins it.
        removes: what leaves it.
    """

    kind: Literal["amended"] = "amended"
    adds: tuple[Pointed | Coming, ...] = ()
    removes: tuple[Pointed, ...] = ()


Given = Annotated[Said | Pointed | Coming | Emptied | Amended, Field(discriminator="kind")]


class Wish(Frozen):
    """One object that is wanted made, changed or gone.

    Args:
        ask: index of the ask it comes from, in the intent.
        type: key of its type.
        op: what is wanted of it.
        id: the object that is there; None for a create.
        given: what was said of it, by field; a link that is no field ("site" of a prefix) goes to the generic relation that takes it.
        within: where to allocate from: a prefix, a VLAN group, a rack; None where it is not allocated.
        size: prefix length to allocate; None where not said.
    """

    ask: int
    type: str
    op: Literal["create", "update", "delete"] = "create"
    id: int | None = None
    given: dict[str, Given] = {}
    within: Given | None = None
    size: int | None = None
