"""Rack elevations: half units as the API lists them, and a drawing."""

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from bot.demo.standin.display import display
from bot.demo.standin.errors import Invalid
from bot.demo.standin.paging import Query, first
from bot.demo.standin.rack_units import mounted, taken_by, units_of
from bot.demo.standin.render import Renderer
from bot.demo.standin.store import Ids, Row, Store

FACES = {"front": "Front", "rear": "Rear"}
_UNIT_HEIGHT, _UNIT_WIDTH, _LEGEND_WIDTH = 22, 220, 30  # NetBox's defaults, in pixels


def face_of(query: Query) -> str:
    """Return the face of a rack that a query asks for.

    Raises:
        Invalid: there is no such face.
    """
    face = first(query, "face") or "front"
    if face not in FACES:
        raise Invalid({"face": [f'"{face}" is not a valid choice.']})
    return face


def units(store: Store, renderer: Renderer, rack: Row, query: Query, visible: Ids | None) -> list[dict[str, Any]]:
    """Return the half units of one face of a rack, from top to bottom, with what stands in them."""
    face = face_of(query)
    expanded = (first(query, "expand_devices") or "true").lower() != "false"
    excluded = first(query, "exclude")
    held: dict[float, Row] = {}
    for device in mounted(store, rack, face):
        if str(device["id"]) != excluded:
            held.update(dict.fromkeys(taken_by(store, device) if expanded else [float(device["position"])], device))
    found = [_unit(store, renderer, unit, face, held.get(unit), visible) for unit in units_of(rack)]
    wanted = (first(query, "q") or "").lower()
    return [unit for unit in found if wanted in str(unit["id"]) or wanted in unit["name"].lower()]


def _unit(
    store: Store, renderer: Renderer, unit: float, face: str, device: Row | None, visible: Ids | None
) -> dict[str, Any]:
    name = f"U{unit:g}"
    seen = device if device is not None and (visible is None or device["id"] in visible) else None
    return {
        "id": unit,
        "name": name,
        "face": {"value": face, "label": FACES[face]},
        "device": renderer.nested("dcim.device", seen["id"]) if seen else None,
        "occupied": device is not None,
        "display": name,
        "description": display(store, "dcim.device", seen) if seen else None,
    }


def draw(store: Store, rack: Row, query: Query) -> str:
    """Draw one face of a rack as SVG: a box for each device, its role's colour behind its name."""
    face = face_of(query)
    width, height = (
        _pixels(query, name, usual) for name, usual in (("unit_width", _UNIT_WIDTH), ("unit_height", _UNIT_HEIGHT))
    )
    rows = units_of(rack)
    top = max(rows, default=0.0) + 0.5

    def y_of(unit: float, tall: float) -> float:
        return ((unit - rack["starting_unit"]) if rack["desc_units"] else (top - unit - tall)) * height

    total = rack["u_height"] * height
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_LEGEND_WIDTH + width + 4}" height="{total + 4}" class="rack-elevation">',
        f'<rect x="{_LEGEND_WIDTH}" y="0" width="{width}" height="{total}" fill="#ffffff" stroke="#000000"/>',
    ]
    for number in range(rack["u_height"]):
        unit = rack["starting_unit"] + number
        parts.append(
            f'<text x="{_LEGEND_WIDTH / 2}" y="{y_of(unit, 1) + height * 0.7:g}" text-anchor="middle" font-size="11">{unit}</text>'
        )
    for device in mounted(store, rack, face):
        kind = store.rows["dcim.devicetype"][device["device_type"]]
        role = store.rows["dcim.devicerole"][device["role"]]
        y, tall = y_of(float(device["position"]), kind["u_height"]), kind["u_height"] * height
        name = escape(display(store, "dcim.device", device))
        parts += [
            f'<rect x="{_LEGEND_WIDTH}" y="{y:g}" width="{width}" height="{tall:g}" style="fill: #{role["color"]}" stroke="#000000" class="slot"/>',
            f'<text x="{_LEGEND_WIDTH + width / 2:g}" y="{y + tall / 2 + 4:g}" text-anchor="middle" font-size="11">{name}</text>',
        ]
    return "".join([*parts, "</svg>"])


def _pixels(query: Mapping[str, list[str]], name: str, usual: int) -> int:
    given = first(query, name) or ""
    return int(given) if given.isdigit() and int(given) else usual
