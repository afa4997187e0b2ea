"""The units of a rack: what is mounted where, and what is free."""

from dataclasses import dataclass

from orchestration.messages import Notice
from orchestration.ports import Query
from orchestration.tools.kit import Kit, together
from orchestration.tools.proof import Row
from orchestration.tools.wording import number


@dataclass(frozen=True, slots=True)
class Mounted:
    """A device in a rack.

    Args:
        device: as the elevation shows it: id, name, display.
        low, high: the units it takes, halves as .5.
        faces: where it is seen: front, rear, or both.
    """

    device: Row
    low: float
    high: float
    faces: tuple[str, ...]

    @property
    def height(self) -> float:
        """Units it is high."""
        return self.high - self.low + 0.5

    @property
    def units(self) -> str:
        """Its units as people say them: "U4", "U11-12"."""
        top = int(self.high) if self.height > 1 else int(self.low)
        return f"U{number(self.low)}" if top <= self.low else f"U{number(self.low)}-{top}"


@dataclass(frozen=True, slots=True)
class Units:
    """What stands in a rack.

    Args:
        mounted: devices from the top to the bottom.
        taken: whole units with something in them, on either face.
        every: all whole units, from the top to the bottom.
        reserved: units that somebody reserved.
        unseen: whether reservations may not be seen.
    """

    mounted: tuple[Mounted, ...]
    taken: frozenset[int]
    every: tuple[int, ...]
    reserved: frozenset[int]
    unseen: bool = False

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the figures leave out."""
        text = "Left out, for this token may not see them: rack reservations."
        return (Notice(level="warning", text=text),) if self.unseen else ()

    @property
    def free(self) -> tuple[int, ...]:
        """Whole units with nothing in them on either face."""
        return tuple(unit for unit in self.every if unit not in self.taken)


def read_units(kit: Kit, rack: int) -> Units:
    """Read both faces of a rack and its reservations; three requests at once.

    Args:
        kit: of the turn.
        rack: id of the rack.
    """
    path, most = f"dcim/racks/{rack}/elevation/", ("limit", "1000")
    front, rear, reserved = together(
        [
            lambda: kit.inventory.fetch(path, (("face", "front"), most)).body["results"],
            lambda: kit.inventory.fetch(path, (("face", "rear"), most)).body["results"],
            lambda: _reserved(kit, rack),
        ]
    )
    seen: dict[int, list[tuple[float, str, Row]]] = {}
    taken: set[int] = set()
    for face, units in (("front", front), ("rear", rear)):
        for unit in units:
            if unit["occupied"]:
                taken.add(int(unit["id"]))
            if unit["device"]:
                seen.setdefault(unit["device"]["id"], []).append((float(unit["id"]), face, unit["device"]))
    mounted = [_mounted(places) for places in seen.values()]
    mounted.sort(key=lambda each: -each.high)
    every = tuple(dict.fromkeys(int(unit["id"]) for unit in front))
    return Units(tuple(mounted), frozenset(taken), every, reserved or frozenset(), unseen=reserved is None)


def _mounted(places: list[tuple[float, str, Row]]) -> Mounted:
    units = [unit for unit, _, _ in places]
    faces = tuple(face for face in ("front", "rear") if any(face == each for _, each, _ in places))
    return Mounted(places[0][2], min(units), max(units), faces)


def _reserved(kit: Kit, rack: int) -> frozenset[int] | None:
    """Return the units that are reserved; None where reservations may not be seen."""
    query = Query(
        type="dcim.rackreservation", params=(("rack_id", str(rack)),), fields=("id", "rack", "units"), limit=100
    )
    (page,) = kit.pages_allowed([query])
    if page is None:
        return None
    return frozenset(
        int(unit) for row in page.rows if (row.get("rack") or {}).get("id") == rack for unit in row.get("units") or ()
    )


def runs_of(units: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return units as stretches (low, high), from the top to the bottom."""
    stretches: list[tuple[int, int]] = []
    for unit in sorted(units, reverse=True):
        if stretches and stretches[-1][0] == unit + 1:
            stretches[-1] = (unit, stretches[-1][1])
        else:
            stretches.append((unit, unit))
    return stretches


def spelled(stretch: tuple[int, int]) -> str:
    """Return a stretch of units as people say it: "U5-10"."""
    low, high = stretch
    return f"U{low}" if low == high else f"U{low}-{high}"
