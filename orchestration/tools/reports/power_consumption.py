"""How much power devices draw, by their power ports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.messages import Notice, Run, prose
from orchestration.tools.cells import text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.reports.pieces import all_of, belonging, narrowing, tabled, understood
from orchestration.tools.wording import after, number, plural

FIELDS = ("name", "device", "maximum_draw", "allocated_draw", "cable")


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
        Refused: there are too many ports to read.
        NotUnderstood: it is asked of something that has no power ports.
    """
    wanted = belonging(kit, narrowing(asked, results), "dcim.powerport")
    ports = all_of(kit, wanted, FIELDS)
    draws = sorted(_by_device(ports), key=lambda each: (-each.maximum, text_of(each.device)))
    maximum, allocated = sum(each.maximum for each in draws), sum(each.allocated for each in draws)
    silent = [each for each in draws if not each.maximum]
    whose = f"{plural(len(ports), 'power port')} of {plural(len(draws), 'device')}{after(wanted.phrase)}"
    head = f"{number(maximum)} W at most, {number(allocated)} W allocated, over {whose}."
    rows = [
        (Run(text=text_of(each.device), url=kit.inventory.page("dcim.device", each.device["id"])), _watts(each.maximum),
         _watts(each.allocated), number(each.ports), number(each.cabled))
        for each in draws
    ]  # fmt: skip
    told = understood("power draw of devices", wanted.said)
    titles = ("Device", "Maximum", "Allocated", "Ports", "Cabled")
    kept = kept_table(kit, titles, rows, head=head, understood=told, right={1, 2, 3, 4})
    noun = plural(len(silent), "device")
    behind = [Notice(text=f"Of {noun} NetBox knows no draw; they count as 0 W.")] if silent and maximum else []
    return tabled(kit, asked, [prose(head)], kept, "dcim.powerport", behind)


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
