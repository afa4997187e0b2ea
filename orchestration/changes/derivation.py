"""What follows from what was said: a rack's site, a free unit, a slug, NetBox's defaults, each with where it comes from."""

import ipaddress
import re
import unicodedata
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

FREE = re.compile(
    r"(?:an?y?\s+|the\s+|next\s+|first\s+|lowest\s+)*(?:free|available|any|next|lowest|empty)(?:\s+(?:u|unit|slot|position|one|space))?",
    re.IGNORECASE,
)


def from_containers(ground: Ground, row: Row, before: list[Row]) -> None:
    """Take over the site, and the location, of the rack or location that the object is in.

    Args:
        ground: NetBox as it is now.
        row: the new object.
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


def position(ground: Ground, row: Row, before: list[Row]) -> None:
    """Settle unit and face of a device in a rack: the lowest free unit where none was said; what was said must be free.

    Args:
        ground: NetBox as it is now.
        row: the new object.
        before: the draft's earlier objects; they take their units too.

    Raises:
        Invalid: it does not fit there, or is something else's place.
    """
    rack, kind, wanted = row.values.get("rack"), row.values.get("device_type"), row.wish.given.get("position")
    if "position" not in row.form.slots or wanted is None or wanted.kind != "said":
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
        unit = lowest_unit(ground, rack.record, height, faces, taken)
        row.values["position"] = _unit(unit, f"lowest free unit of {rack.shown}")
        return
    said = read_value(slot, wanted.text)
    row.values["position"] = _unit(float(said.data), "")
    _must_be_free(ground, row, height, faces, taken)


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
            if units[half]["occupied"]:
                holder = units[half].get("device") or {}
                name = holder.get("display") or "something else"
                raise refused(slot, f"U{int(half)} of rack {rack.shown} is occupied by {name} ({face}).")


def slug(row: Row) -> None:
    """Make the slug out of the name, where the type has one and none was said."""
    about = row.form.slots.get("slug")
    if about is None or "slug" in row.values or not row.name:
        return
    text = slug_of(row.name)[: about.max_length or 100].strip("-")
    if text:
        row.values["slug"] = Value(
            text, text, text, f"from the {row.form.slots[row.form.type.name_field].label.lower()}"
        )


def slug_of(name: str) -> str:
    """Return a name as NetBox's own pages make a slug of it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[-.\s]+", "-", re.sub(r"[^-.\w\s]", "", plain).strip(" .")).lower()


def mask(ground: Ground, row: Row) -> None:
    """Give an address that was said without a mask the mask of the smallest prefix it is in, else that of a single host."""
    for name in ("address", "start_address", "end_address"):
        said = row.wish.given.get(name)
        if name not in row.values or said is None or said.kind != "said" or "/" in said.text:
            continue
        value = row.values[name]
        host = ipaddress.ip_interface(value.data).ip
        vrf = row.values.get("vrf")
        inside = [
            each
            for each in ground.rows("ipam.prefix", [("contains", str(host))], ("id", "display", "prefix", "vrf"), 200)
            if ((each.get("vrf") or {}).get("id")) == (vrf.data if vrf else None)
        ]
        smallest = max(inside, key=lambda each: ipaddress.ip_network(each["prefix"]).prefixlen, default=None)
        if smallest:
            data = f"{host}/{ipaddress.ip_network(smallest['prefix']).prefixlen}"
            row.values[name] = Value(data, data, data, f"mask of {smallest['display']}")


def defaults(row: Row) -> None:
    """Write out what NetBox would put in by itself, so that the preview shows it and the write does not depend on it."""
    fixed_by_rack_type = {"width", "u_height", "starting_unit"} if "rack_type" in row.values else set()
    for name, slot in row.form.slots.items():
        if slot.default is None or name in row.values or name in fixed_by_rack_type:
            continue
        if slot.choices and str(slot.default) not in dict(slot.choices):
            continue
        row.values[name] = _default(slot.default, read_value(slot, _text(slot.default)))


def _text(default: Any) -> str:
    return ("yes" if default else "no") if isinstance(default, bool) else str(default)


def _default(default: Any, value: Value) -> Value:
    data = default if isinstance(default, bool) else value.data
    return Value(data, value.shown, data, "NetBox's default")
