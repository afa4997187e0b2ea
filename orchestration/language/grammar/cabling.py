"""Cables between two ends: "patch A Gi0/1 to B Gi0/2, cat6", "the cable between A eth0 and B eth1"."""

from collections.abc import Sequence

from orchestration.language.grammar.assigning import Assigner
from orchestration.language.grammar.draft import Draft, Mind, Noun
from orchestration.language.intent import Assignment, Selection, leaf, select
from orchestration.language.reading import NameHit
from orchestration.language.spans import Item

CABLE = "dcim.cable"
_PART_TYPES = (
    "dcim.interface", "dcim.frontport", "dcim.rearport", "dcim.poweroutlet", "dcim.powerport", "dcim.consoleport",
    "dcim.consoleserverport", "dcim.powerfeed",
)  # fmt: skip


def ends(mind: Mind, items: Sequence[Item]) -> tuple[list[Selection], dict[str, tuple[NameHit, ...]], list[Item]]:
    """Return the ends that are named: a port with its device, in either order.

    Args:
        mind: what the grammar knows.
        items: of the segment.

    Returns:
        The ends, what their names mean, and the items that are no part of an end.
    """
    found: list[Selection] = []
    grounds: dict[str, tuple[NameHit, ...]] = {}
    left: list[Item] = []
    device: Item | None = None
    port: tuple[str, str] | None = None
    at = 0
    while at < len(items):
        item, following = items[at], items[at + 1] if at + 1 < len(items) else None
        own = tuple(hit for hit in item.hits if hit.type == "dcim.device")
        part = _part(mind, item, following)
        if own and device is None:
            device = item
            grounds[item.text] = own
        elif part is not None and port is None:
            port, taken = part
            at += taken - 1
        elif not (item.role("in") or item.role("and")):
            left.append(item)
        if device is not None and port is not None:
            found.append(select(port[0], names=[port[1]], where=[leaf("device", "eq", [device.text])]))
            device = port = None
        at += 1
    if device is not None:
        left.append(device)
    return found, grounds, left


def _part(mind: Mind, item: Item, following: Item | None) -> tuple[tuple[str, str], int] | None:
    """Return the type and name of a port, and how many items they take."""
    kind = next((kind for kind in item.kinds if kind in _PART_TYPES), None)
    if kind is not None and following is not None and not item.after:
        figure = following.figure
        if figure is not None and figure.kind in ("number", "port", "code"):
            name = f"{item.text} {following.text}" if figure.kind == "number" else following.text
            return (kind, name), 2
    if item.figure is not None and item.figure.kind == "port":
        return ("dcim.interface", item.text), 1
    del mind
    return None


def connect(mind: Mind, items: Sequence[Item]) -> Draft | None:
    """Return the new cable that a command asks for; None where no end is named."""
    found, grounds, left = ends(mind, items)
    if not found:
        return None
    assigner = Assigner(mind, CABLE, [item for item in left if CABLE not in item.kinds], creating=False).read()
    draft = Draft(want="connect", noun=Noun(kinds=(CABLE,), said=True))
    sides = ("a_terminations", "b_terminations")
    draft.values = [
        Assignment(field=side, text=None, selection=end, add="set") for side, end in zip(sides, found, strict=False)
    ]
    draft.values += assigner.values
    draft.grounds, draft.unused = {**grounds, **assigner.grounds}, assigner.unused
    return draft


def between(mind: Mind, items: Sequence[Item], noun: Noun) -> dict[str, tuple[NameHit, ...]]:
    """Let a noun for a cable be the one between two ends; return what their names mean."""
    found, grounds, _ = ends(mind, items)
    if len(found) < 2 or noun.kind != CABLE:
        return {}
    noun.where = []
    for end in found:
        ways = mind.catalogue.ways(CABLE, end.type or "")
        if ways:
            noun.where.append(leaf(ways[0].name, "eq", selection=end))
    return grounds
