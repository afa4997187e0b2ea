"""Which racks have so many free units, in all or in one piece."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from orchestration.errors import TooMuch
from orchestration.language.intent import Ask, Order
from orchestration.messages import Notice, Run, prose
from orchestration.tools.cells import name_of, text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.reports.gathering import Gathered, Part, gather
from orchestration.tools.reports.pieces import of, tabled, understood
from orchestration.tools.reports.rack_space import Room, rooms
from orchestration.tools.reports.subject import focus_of, search_of
from orchestration.tools.reports.units import spelled
from orchestration.tools.search import Search
from orchestration.tools.snapshot import MOST_REMEMBERED, hit_of
from orchestration.tools.wording import after, number, plural

# The order by which an ask says that the largest piece counts, not all that is free.
LARGEST = "largest"
RACK = ("name", "site", "location", "u_height", "starting_unit", "status", "device_count")
DEVICE = ("rack", "position", "device_type")
TITLES = ("Rack", "Site", "Location", "Status", "Free", "Largest", "Reserved", "Height")
# Of so many racks the devices are asked for by rack, else all devices are read.
MOST_BY_ID = 600


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which racks are wanted.

    Args:
        size: units; None where all racks are, in order.
        by_piece: whether they must lie side by side.
        over: whether so many at least are wanted, else fewer.
    """

    size: int | None
    by_piece: bool
    over: bool

    @classmethod
    def of(cls, ask: Ask) -> "_Wanted":
        order = ask.sort[0] if ask.sort else Order(field="", descending=True)
        return cls(ask.size, order.field == LARGEST, order.descending)

    def units(self, room: Room) -> int:
        """Return the units that count."""
        return room.largest_units if self.by_piece else len(room.free)

    def fits(self, room: Room) -> bool:
        """Say whether a rack is wanted."""
        return self.size is None or (self.units(room) >= self.size) is self.over

    def sorted(self, racks: Iterable[Row], known: Mapping[int, Room]) -> list[Row]:
        """Return racks in the order that was asked for."""
        sign = -1 if self.over or self.size is not None else 1
        return sorted(racks, key=lambda row: (sign * self.units(known[row["id"]]), str(row.get("name"))))

    @property
    def said(self) -> str:
        """What is wanted, in words."""
        piece = " in one piece" if self.by_piece else ""
        if self.size is None:
            return f"{'most' if self.over else 'fewest'} free units{piece}"
        return f"{'at least' if self.over else 'less than'} {number(self.size)} U free{piece}"


def rack_room(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """List racks by the units that are free on both faces and that nobody reserved, the emptiest first.

    Args:
        kit: of the turn.
        asked: the ask; its size is how many units, its order says whether in all or in one piece, and whether so many at least
            (descending) or fewer.
        results: of the steps its search waits for.

    Raises:
        NotFound, Ambiguous: of what it is about.
        NotAllowed: racks or devices may not be seen.
        TooMuch: a rack would be called free for devices that were not read.
    """
    search = search_of(asked, results) or Search("dcim.rack")
    wanted = _Wanted.of(asked.ask)
    racks = gather(kit, {"racks": Part(search, RACK, main=True)})
    every = racks["racks"].rows
    read = _contents(kit, every)
    clear = _clear(every, read["devices"].rows)
    known = rooms(clear, read["devices"].rows, _types(kit, read), read["reservations"].rows)
    fitting = wanted.sorted((row for row in clear if wanted.fits(known[row["id"]])), known)
    place = after(search.phrase)
    head = f"{_share(len(fitting), len(clear), place)} {wanted.said}."
    if wanted.size is None:
        head = _first(kit, fitting, known, wanted, place)
    elif clear and not fitting and wanted.over:
        head = f"{head} The most is {number(max(wanted.units(room) for room in known.values()))} U."
    about = kit.catalogue["dcim.rack"]
    cells = [
        (
            Run(text=name_of(row, about), url=kit.inventory.page("dcim.rack", row["id"])),
            *(Run(text=each) for each in _told(row, known[row["id"]])),
        )
        for row in fitting
    ]
    told = understood("racks", search.said, wanted.said)
    kept = kept_table(kit, TITLES, cells, head=head, understood=told, right=(4, 6, 7))
    notices = [*racks.notices(kit.catalogue), *read.notices(kit.catalogue), *_left_out(len(every) - len(clear))]
    hits = tuple(hit_of(about, row) for row in fitting[:MOST_REMEMBERED])
    focus = focus_of(asked, "dcim.rack").model_copy(update={"rows": hits, "things": hits if len(hits) == 1 else ()})
    return replace(tabled(kit, asked, [prose(head)], kept, "dcim.rack", notices), focus=focus)


def _contents(kit: Kit, racks: Sequence[Row]) -> Gathered:
    """Read what stands in racks, and what is reserved."""
    ids = [row["id"] for row in racks]
    devices = of("dcim.device", "rack_id", ids, "rack") if 0 < len(ids) <= MOST_BY_ID else Search("dcim.device")
    parts = {
        "devices": Part(devices, DEVICE, pages=15, main=True),
        "reservations": Part(Search("dcim.rackreservation"), ("rack", "units")),
    }
    read = gather(kit, parts)
    if not read["devices"].whole:
        raise TooMuch(
            f"That would mean reading all {number(read['devices'].total)} devices of {plural(len(ids), 'rack')}; I did not.",
            "Name a site, or a location.",
        )
    return read


def _types(kit: Kit, read: Gathered) -> tuple[Row, ...]:
    """Read how high the devices are."""
    ids = {row["device_type"]["id"] for row in read["devices"].rows if row.get("device_type")}
    if not ids:
        return ()
    types = of("dcim.devicetype", "id", sorted(ids))
    return gather(kit, {"types": Part(types, ("u_height",), main=True)})["types"].rows


def _clear(racks: Sequence[Row], devices: Iterable[Row]) -> list[Row]:
    """Return the racks whose devices are all seen: NetBox counts those too that this token may not see."""
    seen = Counter(row["rack"]["id"] for row in devices if row.get("rack"))
    return [row for row in racks if seen[row["id"]] >= (row.get("device_count") or 0)]


def _left_out(amount: int) -> list[Notice]:
    text = f"Left out {plural(amount, 'rack')} with devices that this token may not see."
    return [Notice(level="warning", text=text)] if amount else []


def _share(fitting: int, every: int, place: str) -> str:
    if every == 1:
        return f"The only rack{place} {'has' if fitting else 'does not have'}"
    if not fitting:
        return (
            f"None of {plural(every, 'rack')}{place} has" if every else f"There are no racks{place}, and so none with"
        )
    if fitting == every:
        return f"All {plural(every, 'rack')}{place} have"
    return f"{number(fitting)} of {plural(every, 'rack')}{place} {'has' if fitting == 1 else 'have'}"


def _first(kit: Kit, racks: Sequence[Row], known: Mapping[int, Room], wanted: _Wanted, place: str) -> str:
    """Return which rack is the first of all, and how many are like it."""
    if not racks:
        return f"There are no racks{place}."
    most = wanted.units(known[racks[0]["id"]])
    alike = sum(wanted.units(known[row["id"]]) == most for row in racks) - 1
    name = name_of(racks[0], kit.catalogue["dcim.rack"])
    others = f" and {plural(alike, 'other')}" if alike else ""
    return f"{name}{others} {'have' if alike else 'has'} the {wanted.said}, {number(most)} U, of {plural(len(racks), 'rack')}{place}."


def _told(row: Row, room: Room) -> tuple[str, ...]:
    largest = f"{spelled(room.largest)} ({number(room.largest_units)} U)" if room.largest else ""
    reserved = f"{number(len(room.reserved))} U" if room.reserved else ""
    where = (text_of(row.get(name)) for name in ("site", "location", "status"))
    return (*where, f"{number(len(room.free))} U", largest, reserved, f"{text_of(row.get('u_height'))} U")
