"""The path from an object over its cables, as the API shows it: in threes, or as a drawing."""

from typing import Any
from xml.sax.saxutils import escape

from bot.demo.standin.cabling import Node, segments
from bot.demo.standin.display import display
from bot.demo.standin.render import Renderer
from bot.demo.standin.store import Store

ENDPOINTS = frozenset(
    f"dcim.{name}"
    for name in ("interface", "consoleport", "consoleserverport", "powerport", "poweroutlet", "powerfeed")
)
_CABLE_FIELDS = ("id", "url", "display_url", "type", "status", "label", "color", "length", "length_unit", "description")
_WIDTH, _STEP = 400, 60


def show_trace(store: Store, renderer: Renderer, origin: Node) -> list[list[Any]]:
    """Return each stretch of a path: near ends, the cable (its choices bare, unlike elsewhere), far ends."""
    found = []
    for near, links, far in segments(store, origin):
        if not near:
            break
        cable: Any = [] if not links else None
        for kind, number in links[:1]:
            row = store.rows[kind][number]
            shown = renderer.full(kind, row, only=_CABLE_FIELDS)
            cable = {name: row.get(name, value) for name, value in shown.items()}
        found.append([[renderer.nested(*node) for node in near], cable, [renderer.nested(*node) for node in far]])
    return found


def draw_trace(store: Store, origin: Node) -> str:
    """Draw a path as SVG, its objects from top to bottom with the cables between them."""
    lines: list[tuple[str, str]] = []
    for near, links, far in segments(store, origin):
        for nodes, colour in ((near, "#e8e8e8"), (links, "#ffffff"), (far, "#e8e8e8")):
            lines += [(_label(store, node), colour) for node in nodes]
    boxes = [
        f'<g><rect x="10" y="{index * _STEP + 10}" width="{_WIDTH - 20}" height="{_STEP - 20}" fill="{colour}" stroke="#000000"/>'
        f'<text x="{_WIDTH // 2}" y="{index * _STEP + 34}" text-anchor="middle" font-size="12">{escape(text)}</text></g>'
        for index, (text, colour) in enumerate(lines)
    ]
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{len(lines) * _STEP + 10}">{"".join(boxes)}</svg>'


def _label(store: Store, node: Node) -> str:
    row = store.rows[node[0]][node[1]]
    name = display(store, node[0], row)
    return (
        f"{display(store, 'dcim.device', store.get('dcim.device', row['device']))}: {name}"
        if row.get("device")
        else name
    )
