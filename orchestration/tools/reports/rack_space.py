"""How many units of racks are taken, as NetBox reckons it (`Rack.get_utilization`): half units, either face, and reserved ones apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orchestration.tools.proof import Row

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


def spaces(
    racks: Iterable[Row], devices: Iterable[Row], types: Iterable[Row], reservations: Iterable[Row]
) -> Mapping[int, Space]:
    """Return the space of each rack, by its id.

    Args:
        racks: with `u_height` and `starting_unit`.
        devices: with `rack`, `position`, `device_type`.
        types: their types, with `u_height` and `exclude_from_utilization`.
        reservations: with `rack` and `units`.
    """
    known = {row["id"]: row for row in types}
    taken: dict[int, set[float]] = defaultdict(set)
    for device in devices:
        type_ = known.get((device.get("device_type") or {}).get("id", 0), {})
        if device.get("rack") and device.get("position") is not None and not type_.get("exclude_from_utilization"):
            taken[device["rack"]["id"]] |= _halves(float(device["position"]), float(type_.get("u_height") or 0))
    reserved: dict[int, set[float]] = defaultdict(set)
    for row in reservations:
        for unit in row.get("units") or ():
            reserved[row["rack"]["id"]] |= _halves(float(unit), 1.0)
    found = {}
    for rack in racks:
        every = _halves(float(rack.get("starting_unit") or 1), float(rack.get("u_height") or 0))
        held = taken[rack["id"]] & every
        kept = (reserved[rack["id"]] & every) - held
        found[rack["id"]] = Space(len(every) * HALF, len(held) * HALF, len(kept) * HALF)
    return found


def _halves(low: float, height: float) -> set[float]:
    return {low + HALF * at for at in range(round(height / HALF))}
