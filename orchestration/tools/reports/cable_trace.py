"""Cables end to end: from a port over panels and circuits to the other end."""

from collections.abc import Iterable, Mapping
from typing import Any

from orchestration.catalogue.types import ObjectType
from orchestration.errors import Refused
from orchestration.messages import Notice, Part, prose
from orchestration.messages.clean import clean
from orchestration.tools.cells import name_of, text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kit import Kit, together
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.reports.pieces import all_of, grid, of
from orchestration.tools.reports.subject import focus_on, one
from orchestration.tools.wording import number, plural

SUBJECTS = ("dcim.device", "dcim.interface", "dcim.powerport", "dcim.poweroutlet", "dcim.consoleport", "dcim.consoleserverport",
            "dcim.frontport", "dcim.rearport", "dcim.powerfeed", "circuits.circuit", "dcim.cable")  # fmt: skip
# NetBox traces from an end of a path; a panel's ports and a circuit's ends it shows with the paths that pass them.
PASSED = frozenset({"dcim/front-ports", "dcim/rear-ports", "circuits/circuit-terminations"})
MOST_TRACED = 18
ARROW = " → "


def cable_trace(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Trace a port, or all cabled ports of a device, each end to end; a request a path, all at once.

    Raises:
        Incomplete, NotFound, Ambiguous: of what is traced.
        Refused: it has no cable, or no path goes over it.
    """
    about, row = one(kit, asked, results, SUBJECTS)
    ends = _ends(kit, about, row)
    if not ends:
        raise Refused(f"{_called(about, row)} has no cable to trace.")
    traced = together([lambda end=end: _path(kit, *end) for end in ends[:MOST_TRACED]])  # type: ignore[misc]
    paths = [path for several in traced for path in several]
    name = _called(about, row)
    if not paths:
        raise Refused(f"{name} is cabled, but NetBox knows no path that ends anywhere.")
    if len(paths) == 1:
        parts: list[Part] = [prose(f"{paths[0][0]} ends at {paths[0][-1]}."), prose(ARROW.join(paths[0]))]
    else:
        rows = [(path[0], path[-1], ARROW.join(path[1:-1])) for path in paths]
        parts = [prose(f"{plural(len(paths), 'path')} from {name}."), grid(("From", "To", "Over"), rows)]
    if len(ends) > MOST_TRACED:
        parts.append(
            Notice(text=f"The first {MOST_TRACED} of {number(len(ends))} cabled ports; name a port for another.")
        )
    return Draft(
        asked.ask.want,
        tuple(parts),
        rows_total=len(paths),
        understood=f"trace from {name}",
        url=kit.inventory.page(about.key, row["id"]),
        focus=focus_on(asked, about, row),
    )


def _called(about: ObjectType, row: Row) -> str:
    owner = text_of(row.get("device"))
    return f"{owner} {name_of(row, about)}".strip() if owner else name_of(row, about)


def _ends(kit: Kit, about: ObjectType, row: Row) -> list[tuple[str, int]]:
    """Return where to trace from, as (path of the list, id)."""
    if about.key == "dcim.device":
        return _of_device(kit, row["id"])
    if about.key == "circuits.circuit":
        sides = (row.get("termination_a"), row.get("termination_z"))
        return [("circuits/circuit-terminations", side["id"]) for side in sides if isinstance(side, dict)]
    if about.key == "dcim.cable":
        side = next(iter(row.get("a_terminations") or row.get("b_terminations") or ()), None)
        target = kit.catalogue[side["object_type"]] if side and side["object_type"] in kit.catalogue else None
        return [(target.path, side["object_id"])] if side and target else []
    return [(about.path, row["id"])] if row.get("cable") else []


def _of_device(kit: Kit, device: int) -> list[tuple[str, int]]:
    """Return a device's cabled ports, network before power; its cables show them all by one list."""
    cables = all_of(kit, of("dcim.cable", "device_id", [device]), ("a_terminations", "b_terminations"))
    found = {
        (end["object_type"], end["object_id"])
        for cable in cables
        for side in ("a_terminations", "b_terminations")
        for end in cable.get(side) or ()
        if ((end.get("object") or {}).get("device") or {}).get("id") == device and end["object_type"] in SUBJECTS
    }
    return [
        (kit.catalogue[type_].path, id_)
        for type_, id_ in sorted(found, key=lambda end: (SUBJECTS.index(end[0]), end[1]))
    ]


def _path(kit: Kit, path: str, id_: int) -> list[list[str]]:
    """Return the stations of each path from a port: ports with their devices, and the cables between."""
    way = "paths" if path in PASSED else "trace"
    body = kit.inventory.fetch(f"{path}/{id_}/{way}/").body
    if way == "paths":
        return [_stations(each["path"]) for each in body if each.get("path")]
    return [_stations(node for segment in body for node in segment)] if body else []


def _stations(nodes: Iterable[Any]) -> list[str]:
    """Return what a path passes, in order, in words."""
    stations: list[str] = []
    for node in nodes:
        several = [each for each in (node if isinstance(node, list) else [node]) if each]
        told = ", ".join(_cable(each) if "/cables/" in str(each.get("url")) else text_of(each) for each in several)
        if told and (not stations or stations[-1] != told):
            stations.append(told)
    return stations


def _cable(node: Mapping[str, Any]) -> str:
    """Return a cable by its label; one without a label by its number, as NetBox shows it."""
    return f"cable {clean(str(node.get('label') or '')) or '#' + str(node.get('id'))}"
