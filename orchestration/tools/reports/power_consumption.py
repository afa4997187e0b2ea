"""How much power devices draw, by their power ports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.messages import Part as ReplyPart
from orchestration.messages import Run, prose
from orchestration.tools.cells import text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.reports.gathering import Part, gather
from orchestration.tools.reports.pieces import run, tabled, understood
from orchestration.tools.reports.scope import Scope, scope_of
from orchestration.tools.wording import after, number, plural

FIELDS = ("name", "device", "maximum_draw", "allocated_draw", "cable")
TITLES = ("Device", "Maximum", "Allocated", "Ports", "Cabled")


@dataclass(frozen=True, slots=True)
class Draw:
    """What a device draws.

    Args:
        device: as its power ports show it.
        maximum, allocated: watts over all its ports.
        ports, cabled: how many it has, and how many are cabled.
    """

    device: Row
    maximum: int
    allocated: int
    ports: int
    cabled: int


def power_consumption(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Add up the maximum and allocated draw of the power ports of devices, by device.

    Raises:
        NotFound, Ambiguous: of what it is about.
        NotAllowed: power ports may not be seen.
        NotUnderstood: it is asked of something that has no power ports.
    """
    scope = scope_of(kit, asked, results)
    read = gather(kit, {"ports": Part(scope.of("dcim.powerport"), FIELDS, pages=20, main=True)})
    draws = sorted(
        _by_device(read["ports"].rows), key=lambda each: (-each.maximum, -each.allocated, text_of(each.device))
    )
    lead = _lead(draws, scope)
    rows = [_cells(kit, each) for each in draws]
    told = understood("power draw of devices", scope.phrase)
    kept = kept_table(kit, TITLES, rows, head=lead[0], understood=told, right={1, 2, 3, 4})
    before: list[ReplyPart] = [prose(each) for each in lead]
    return tabled(kit, asked, before, kept, "dcim.powerport", read.notices(kit.catalogue))


def _lead(draws: Sequence[Draw], scope: Scope) -> list[str]:
    """Return the sums, and of how many devices NetBox knows no draw."""
    if not draws:
        return [f"No power ports{after(scope.phrase)}."]
    maximum, allocated = sum(each.maximum for each in draws), sum(each.allocated for each in draws)
    whose = plural(sum(each.ports for each in draws), "power port")
    if scope.type != "dcim.device":
        whose = f"{whose} of {plural(len(draws), 'device')}"
    lead = [f"{number(maximum)} W at most, {number(allocated)} W allocated, over {whose}{after(scope.phrase)}."]
    if silent := sum(not each.maximum and not each.allocated for each in draws):
        lead.append(f"NetBox knows no draw of {plural(silent, 'device')}; they count as 0 W.")
    return lead


def _cells(kit: Kit, each: Draw) -> tuple[Run | str, ...]:
    device = run(kit, "dcim.device", each.device)
    return (device, _watts(each.maximum), _watts(each.allocated), number(each.ports), number(each.cabled))


def _by_device(ports: Sequence[Row]) -> list[Draw]:
    groups: dict[int, list[Row]] = {}
    for port in ports:
        groups.setdefault(port["device"]["id"], []).append(port)
    return [
        Draw(
            device=held[0]["device"],
            maximum=sum(port.get("maximum_draw") or 0 for port in held),
            allocated=sum(port.get("allocated_draw") or 0 for port in held),
            ports=len(held),
            cabled=sum(bool(port.get("cable")) for port in held),
        )
        for held in groups.values()
    ]


def _watts(amount: int) -> str:
    return f"{number(amount)} W"
