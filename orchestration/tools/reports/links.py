"""What runs between two devices: each cable with its two ends, and the paths that lead over patch panels."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from orchestration.errors import NotUnderstood
from orchestration.messages import Run, prose
from orchestration.tools.cells import text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.reports.gathering import Part, gather
from orchestration.tools.reports.pieces import of, tabled, understood
from orchestration.tools.reports.scope import scope_of
from orchestration.tools.wording import plural

CABLE, INTERFACE = "dcim.cable", "dcim.interface"
CABLES = ("label", "type", "status", "a_terminations", "b_terminations")
PORTS = ("name", "device", "cable", "connected_endpoints")


class Line(NamedTuple):
    """One thing that runs between two devices.

    Args:
        near: port of the device named first.
        far: port of the other.
        cable: the cable at the near end.
        how: by the cable alone, or over what.
    """

    near: str
    far: str
    cable: Row
    how: str


def links(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Tell which ports of one device lead to which of another: by one cable, or over patch panels.

    Raises:
        NotFound, Ambiguous: of the devices.
        NotUnderstood: they are not two.
        NotAllowed: cables may not be seen.
    """
    scope = scope_of(kit, asked, results)
    names = list(asked.ask.selection.names) if asked.ask.selection else []
    order = {hit.id: at for at, name in enumerate(names) for hit in asked.grounds.get(name, ())}
    ends = sorted(scope.rows, key=lambda row: order.get(row["id"], len(order)))
    if len(ends) != 2:
        raise NotUnderstood("That is told of two devices.", "Name both.")
    near, far = ends
    read = gather(
        kit,
        {
            "cables": Part(of(CABLE, "device_id", [near["id"]]), CABLES, pages=5, main=True),
            "ports": Part(of(INTERFACE, "device_id", [near["id"]], "device"), PORTS, pages=5),
        },
    )
    direct = list(_direct(read["cables"].rows, near["id"], far["id"]))
    lines = [*direct, *_over(read["ports"].rows, far["id"], {each.cable["id"] for each in direct})]
    lines.sort(key=lambda line: (line.near.casefold(), line.far.casefold()))
    one, other = text_of(near), text_of(far)
    head = _head(lines, one, other)
    told = understood("links", f"{one} and {other}")
    rows = [
        (line.near, line.far, Run(text=text_of(line.cable), url=kit.inventory.page(CABLE, line.cable["id"])), line.how)
        for line in lines
    ]
    kept = kept_table(kit, (one, other, "Cable", "Over"), rows, head=head, understood=told)
    return tabled(kit, asked, [prose(head)], kept, CABLE, read.notices(kit.catalogue))


def _head(lines: Sequence[Line], one: str, other: str) -> str:
    if not lines:
        return f"Nothing connects {one} and {other}: no cable, no path over patch panels."
    cables = sum(not line.how for line in lines)
    told = [plural(cables, "cable")] if cables else []
    told += [f"{plural(len(lines) - cables, 'path')} over patch panels"] if cables < len(lines) else []
    return f"{' and '.join(told)} {'connects' if len(lines) == 1 else 'connect'} {one} and {other}."


def _direct(cables: Sequence[Row], near: int, far: int) -> Iterator[Line]:
    """Return the cables with an end at each device."""
    for cable in cables:
        sides = [cable.get(side) or () for side in ("a_terminations", "b_terminations")]
        for here, there in (sides, sides[::-1]):
            own, others = _at(here, near), _at(there, far)
            if own and others:
                yield Line(", ".join(own), ", ".join(others), cable, "")
                break


def _at(terminations: Sequence[Row], device: int) -> list[str]:
    """Return the names of the ends that are ports of a device."""
    ends = [each.get("object") or {} for each in terminations]
    return [str(end.get("name") or text_of(end)) for end in ends if _owner(end) == device]


def _over(ports: Sequence[Row], far: int, direct: set[int]) -> Iterator[Line]:
    """Return the interfaces that end at a device further on than their cable."""
    for port in ports:
        cable = port.get("cable")
        ends = [end for end in port.get("connected_endpoints") or () if isinstance(end, dict) and _owner(end) == far]
        if ends and isinstance(cable, dict) and cable["id"] not in direct:
            names = ", ".join(str(end.get("name") or text_of(end)) for end in ends)
            yield Line(str(port.get("name")), names, cable, "patch panels")


def _owner(end: Row) -> int | None:
    device = end.get("device")
    return device.get("id") if isinstance(device, dict) else None
