"""What hangs on objects that are to be deleted, and what becomes of it: it goes too, it stays without them, or it keeps them.

Which types point at which, and their fate, is drawn from NetBox's models into `rules.json`; how many there are is asked of NetBox,
one question a type, all at the same time.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal

from orchestration.catalogue.types import Link, ObjectType
from orchestration.changes.ground import Ground
from orchestration.changes.rules import Hangs, rules_of
from orchestration.errors import NotAllowed
from orchestration.tools.kit import together

Fate = Literal["goes", "stays", "keeps", "opens"]

# What hangs on the parts that go with a whole: addresses on a device's ports; a cable that loses its port stays, with an open end.
_FURTHER: dict[str, tuple[Hangs, ...]] = {
    "dcim.device": (Hangs("ipam.ipaddress", "device", "goes"), Hangs("dcim.cable", "device", "opens")),
    "virtualization.virtualmachine": (Hangs("ipam.ipaddress", "virtual_machine", "goes"),),
    **{
        f"dcim.{each}": (Hangs("dcim.cable", each, "opens"),)
        for each in (
            "consoleport", "consoleserverport", "frontport", "interface", "powerfeed", "poweroutlet", "powerport", "rearport"
        )
    },
}  # fmt: skip
_MOST = 1000
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Hanging:
    """What of one type hangs on the objects.

    Args:
        type: the type.
        fate: what becomes of it.
        total: how many there are.
        names: the first few.
        ids: of those that were read.
        each: how many hang on each object, by its id; empty where NetBox does not tell.
    """

    type: ObjectType
    fate: Fate
    total: int
    names: tuple[str, ...] = ()
    ids: frozenset[int] = frozenset()
    each: Mapping[int, int] = field(default_factory=dict)

    @property
    def counted(self) -> str:
        """How many of what: "4 devices"."""
        return f"{self.total} {self.type.singular if self.total == 1 else self.type.plural}"


def hanging(ground: Ground, type_: str, ids: Sequence[int]) -> tuple[Hanging, ...]:
    """Return what hangs on objects of a type.

    Args:
        ground: NetBox as it is now.
        type_: key of their type.
        ids: of the objects.
    """
    hangs = [each for each in (*rules_of(type_).hangs, *_FURTHER.get(type_, ())) if each.type in ground.catalogue]
    questions = [(each, params) for each in hangs if (params := _params(ground, type_, each, ids))]
    asked: list[Any] = [partial(_asked, ground, type_, each, params, ids) for each, params in questions]
    return tuple(found for found in together(asked) if found is not None and found.total)


def less(found: Sequence[Hanging], type_: str, ids: frozenset[int]) -> Iterator[Hanging]:
    """Return what hangs on objects but for what is deleted in the same change."""
    for each in found:
        left = each.total - len(each.ids & ids) if each.type.key == type_ else each.total
        if left:
            yield replace(each, total=left)


def _params(ground: Ground, type_: str, hangs: Hangs, ids: Sequence[int]) -> list[tuple[str, str]]:
    """Return the filters that find what hangs on the objects; none where NetBox has none."""
    pointer = rules_of(hangs.type).pointers.get(hangs.field)
    if pointer is not None:
        return [(pointer.type_field, type_), *((pointer.id_field, str(each)) for each in ids)]
    link = _link(ground, type_, hangs)
    return [(link.param, str(each)) for each in ids] if link is not None and link.param else []


def _link(ground: Ground, type_: str, hangs: Hangs) -> Link | None:
    link = ground.catalogue[hangs.type].links.get(hangs.field)
    if link is not None and link.param and link.target == type_ and link.takes == "id":
        return link
    return None


def _asked(
    ground: Ground, type_: str, hangs: Hangs, params: list[tuple[str, str]], ids: Sequence[int]
) -> Hanging | None:
    about, pointer, link = ground.catalogue[hangs.type], rules_of(hangs.type).pointers.get(hangs.field), None
    if pointer is None:
        link = _link(ground, type_, hangs)
    told = pointer.id_field if pointer else (link.proof or "").partition(".")[0] if link else ""
    fields = ("id", "display", *([told] if told else []))
    try:
        page = ground.page(hangs.type, params, fields, _MOST)
    except NotAllowed:
        # Who may not see them learns nothing of them; NetBox still judges.
        return None
    each: Counter[int] = Counter()
    for row in page.rows:
        owners = [row[told]] if pointer else list(link.shown(row) or ()) if link else []
        each.update(owner for owner in owners if owner in ids)
    if len(ids) == 1:
        each = Counter({ids[0]: page.total})
    names = tuple(str(row["display"]) for row in page.rows[:_NAMED])
    return Hanging(about, hangs.fate, page.total, names, frozenset(row["id"] for row in page.rows), each)
