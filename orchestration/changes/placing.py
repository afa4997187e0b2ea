"""Where a thing is: the site of its rack, its unit and face there, and what a move takes with it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from orchestration.changes.allocation import halves, lowest_unit
from orchestration.changes.ground import Ground
from orchestration.changes.proposal import awaited
from orchestration.changes.row import Row
from orchestration.changes.values import UNCHANGED, Value, read_value, refused
from orchestration.errors import Invalid

# A thing in a rack or location is where that is; nearest first.
_CONTAINERS = ("rack", "location")
_PLACES = ("site", "location")
_PLACING = frozenset((*_PLACES, "rack", "position", "face", "device_type"))

FREE = re.compile(
    r"(?:an?y?\s+|the\s+|next\s+|first\s+|lowest\s+)*(?:free|available|any|next|lowest|empty)(?:\s+(?:u|unit|slot|position|one|space))?",
    re.IGNORECASE,
)


def from_containers(ground: Ground, row: Row, before: list[Row]) -> None:
    """Take over the site, and the location, of the rack or location that the object is in.

    Args:
        ground: NetBox as it is now.
        row: the object.
        before: the draft's earlier objects, which it may be in.

    Raises:
        Invalid: another site or location was said.
    """
    for container in _CONTAINERS:
        inside = row.values.get(container)
        if inside is None:
            continue
        if inside.record is None:
            _from_coming(row, container, before[awaited(inside.data)[0]])
            continue
        for place in _PLACES:
            slot, held = row.form.slots.get(place), inside.record.get(place)
            if slot is None or place == container or not held:
                continue
            said = row.values.get(place)
            if said is None:
                record = ground.record(slot.to[0], held["id"])
                row.values[place] = Value(
                    held["id"], held["display"], held["display"], f"{container}'s {place}", record, slot.to[0]
                )
            elif place == "site" and said.data != held["id"]:
                raise Invalid(
                    f"{container.capitalize()} {inside.shown} is in {held['display']}, not in {said.shown}.",
                    advice=UNCHANGED,
                )


def _from_coming(row: Row, container: str, other: Row) -> None:
    for place in _PLACES:
        held = other.values.get(place)
        if held is not None and place in row.form.slots and place != container and place not in row.values:
            row.values[place] = replace(held, source=f"{container}'s {place}")


def follow(ground: Ground, row: Row) -> None:
    """Let go of what an object that is moved cannot keep: the rack and location that are not where it goes, its unit there.

    Args:
        ground: NetBox as it is now.
        row: the object; where it goes to is among its values.
    """
    if not _PLACING.intersection(row.changed):
        return
    for name in (*_CONTAINERS, "device_type"):
        _know(ground, row, name)
    goes_into = next((each for each in _CONTAINERS if each in row.changed and each in row.values), None)
    for place in _PLACES if goes_into else ():
        # Where that is, it is too: taken over from the container, unless said.
        if place != goes_into and place not in row.wish.given:
            row.values.pop(place, None)
    for container in _CONTAINERS:
        inside = row.values.get(container)
        if inside is not None and container not in row.wish.given and container != goes_into:
            _leave(row, container, inside)
    if "rack" in row.changed and "rack" not in row.values:
        for name in ("position", "face"):
            row.empty(name, "not in a rack")


def _know(ground: Ground, row: Row, name: str) -> None:
    """Read the object that a field points at, of which a record that only names it tells too little."""
    value = row.values.get(name)
    if value is not None and value.type and value.record is not None:
        row.values[name] = replace(value, record=ground.record(value.type, int(value.data)))


def _leave(row: Row, container: str, inside: Value) -> None:
    """Take an object out of a rack or location that lies elsewhere than where it goes."""
    for place in _PLACES:
        held = (inside.record or {}).get(place)
        now = row.values.get(place)
        if place != container and place in row.changed and now is not None and (held or {}).get("id") != now.data:
            row.empty(container, f"not in {now.shown}")
            return


def position(ground: Ground, row: Row, before: list[Row]) -> None:
    """Settle unit and face of a device in a rack: the lowest free unit where any will do; what was said, or stays, must be free.

    Args:
        ground: NetBox as it is now.
        row: the device.
        before: the draft's earlier objects; they take their units too.

    Raises:
        Invalid: it does not fit there, or is something else's place.
    """
    rack, kind, wanted = row.values.get("rack"), row.values.get("device_type"), row.wish.given.get("position")
    if "position" not in row.form.slots:
        return
    if wanted is None and "position" in row.values and _PLACING.intersection(row.changed):
        _stays(ground, row, before)
    if wanted is None or wanted.kind != "said":
        return
    slot = row.form.slots["position"]
    if rack is None or rack.record is None:
        raise refused(slot, "a unit needs a rack that is there.", f"Say which rack. {UNCHANGED}")
    height, deep = _size(kind)
    if kind and not height:
        raise refused(slot, f"a {kind.shown} takes up no unit (0 U).")
    face = row.values.get("face") or read_value(row.form.slots["face"], "front", "front unless said")
    row.values["face"] = face
    faces = ("front", "rear") if deep else (str(face.data),)
    taken = {half for other in before for half in _taken(row, other)}
    if FREE.fullmatch(wanted.text.strip()):
        unit = lowest_unit(ground, rack.record, height, faces, taken, own=(row.there or {}).get("id"))
        row.values["position"] = _unit(unit, f"lowest free unit of {rack.shown}")
        return
    said = read_value(slot, wanted.text)
    row.values["position"] = _unit(float(said.data), "")
    _must_be_free(ground, row, height, faces, taken)


def _stays(ground: Ground, row: Row, before: list[Row]) -> None:
    """See that a device that is moved finds its unit free where it goes, as NetBox keeps it."""
    height, deep = _size(row.values.get("device_type"))
    face = row.values.get("face")
    faces = ("front", "rear") if deep or face is None else (str(face.data),)
    try:
        _must_be_free(ground, row, height, faces, {half for other in before for half in _taken(row, other)})
    except Invalid as taken:
        taken.advice = f'Say its unit there, or "at a free unit". {UNCHANGED}'
        raise


def _size(kind: Value | None) -> tuple[float, bool]:
    """Return the height in units and whether both faces are taken; of a type that is only coming, what NetBox makes of most."""
    if kind is None or kind.record is None:
        return 1.0, True
    return float(kind.record.get("u_height") or 0), bool(kind.record.get("is_full_depth", True))


def _unit(unit: float, source: str) -> Value:
    data = int(unit) if unit.is_integer() else unit
    return Value(data, f"U{data}", data, source)


def _taken(row: Row, other: Row) -> set[float]:
    unit, kind = other.values.get("position"), other.values.get("device_type")
    if unit is None or other.key("rack") != row.key("rack"):
        return set()
    return set(halves(float(unit.data), _size(kind)[0]))


def _must_be_free(ground: Ground, row: Row, height: float, faces: tuple[str, ...], taken: set[float]) -> None:
    slot, rack, unit = row.form.slots["position"], row.values["rack"], float(row.values["position"].data)
    for face in faces:
        units = {float(each["id"]): each for each in ground.units(int(rack.data), face)}
        for half in halves(unit, height):
            if half not in units:
                raise refused(slot, f"{height:g} U from U{unit:g} on do not fit into rack {rack.shown}.")
            if half in taken:
                raise refused(slot, f"U{half:g} is taken by another device of this request.")
            holder = units[half].get("device") or {}
            if units[half]["occupied"] and not _itself(row, holder):
                name = holder.get("display") or "something else"
                raise refused(slot, f"U{int(half)} of rack {rack.shown} is occupied by {name} ({face}).")


def _itself(row: Row, holder: Mapping[str, Any]) -> bool:
    return row.there is not None and holder.get("id") == row.there["id"]
