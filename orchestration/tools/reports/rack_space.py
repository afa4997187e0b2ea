"""How many units of racks are taken, as NetBox reckons it (`Rack.get_utilization`): half units, either face, and reserved ones apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orchestration.tools.proof import Row
from orchestration.tools.reports.units import runs_of

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Space:
    """Units of one rack or of several.

    Args:
        units: there are.
        taken: with something in them, on either face.
        reserved: with nothing in them, but reserved.
    """

    units: float = 0
    taken: float = 0
    reserved: float = 0

    @property
    def free(self) -> float:
        """Units with nothing in them that nobody reserved."""
        return self.units - self.taken - self.reserved

    def __add__(self, other: "Space") -> "Space":
        return Space(self.units + other.units, self.taken + other.taken, self.reserved + other.reserved)


@dataclass(frozen=True, slots=True)
class Room:
    """The whole units of a rack that can be filled.

    Args:
        free: with nothing in them on either face, that nobody reserved.
        reserved: with nothing in them, but reserved.
    """

    free: tuple[int, ...] = ()
    reserved: tuple[int, ...] = ()

    @property
    def largest(self) -> tuple[int, int] | None:
        """The longest stretch of free units, low and high; None where none is free."""
        return max(runs_of(self.free), key=lambda each: each[1] - each[0], default=None)

    @property
    def largest_units(self) -> int:
        """How many units that stretch has."""
        return self.largest[1] - self.largest[0] + 1 if self.largest else 0


def spaces(
    racks: Iterable[Row], devices: Iterable[Row], types: Iterable[Row], reservations: Iterable[Row]
) -> Mapping[int, Space]:
    """Return the space of each rack, by its id; what NetBox leaves out of utilization takes none.

    Args:
        racks: with `u_height` and `starting_unit`.
        devices: with `rack`, `position`, `device_type`.
        types: their types, with `u_height` and `exclude_from_utilization`.
        reservations: with `rack` and `units`.
    """
    taken, reserved = _taken(devices, types, leave_out=True), _reserved(reservations)
    found = {}
    for rack in racks:
        every = _every(rack)
        held = taken[rack["id"]] & every
        kept = (reserved[rack["id"]] & every) - held
        found[rack["id"]] = Space(len(every) * HALF, len(held) * HALF, len(kept) * HALF)
    return found


def rooms(
    racks: Iterable[Row], devices: Iterable[Row], types: Iterable[Row], reservations: Iterable[Row]
) -> Mapping[int, Room]:
    """Return what can still be filled of each rack, by its id; every device that is mounted is in the way (`Rack.get_available_units`).

    Args:
        racks: with `u_height` and `starting_unit`.
        devices: with `rack`, `position`, `device_type`.
        types: their types, with `u_height`.
        reservations: with `rack` and `units`.
    """
    taken, reserved = _taken(devices, types, leave_out=False), _reserved(reservations)
    found = {}
    for rack in racks:
        every = {unit for unit in _every(rack) if unit == int(unit)}
        empty = sorted(int(unit) for unit in every if not taken[rack["id"]] & {unit, unit + HALF})
        kept = tuple(unit for unit in empty if float(unit) in reserved[rack["id"]])
        found[rack["id"]] = Room(tuple(unit for unit in empty if unit not in kept), kept)
    return found


def _taken(devices: Iterable[Row], types: Iterable[Row], *, leave_out: bool) -> defaultdict[int, set[float]]:
    known = {row["id"]: row for row in types}
    taken: defaultdict[int, set[float]] = defaultdict(set)
    for device in devices:
        type_ = known.get((device.get("device_type") or {}).get("id", 0), {})
        left_out = leave_out and type_.get("exclude_from_utilization")
        if device.get("rack") and device.get("position") is not None and not left_out:
            taken[device["rack"]["id"]] |= _halves(float(device["position"]), float(type_.get("u_height") or 0))
    return taken


def _reserved(reservations: Iterable[Row]) -> defaultdict[int, set[float]]:
    reserved: defaultdict[int, set[float]] = defaultdict(set)
    for row in reservations:
        for unit in row.get("units") or ():
            reserved[row["rack"]["id"]] |= _halves(float(unit), 1.0)
    return reserved


def _every(rack: Row) -> set[float]:
    return _halves(float(rack.get("starting_unit") or 1), float(rack.get("u_height") or 0))


def _halves(low: float, height: float) -> set[float]:
    return {low + HALF * at for at in range(round(height / HALF))}
