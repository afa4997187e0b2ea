"""Cables followed from end to end, through patch panels and circuits, as NetBox's CablePath does without cable profiles."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.demo.standin.store import Store

Node = tuple[str, int]
PATH_FIELDS = frozenset(
    {
        "link_peers",
        "link_peers_type",
        "connected_endpoints",
        "connected_endpoints_type",
        "connected_endpoints_reachable",
    }
)
_MAPPED = {
    "dcim.frontport": ("rear_ports", "dcim.rearport", "rear_port"),
    "dcim.rearport": ("front_ports", "dcim.frontport", "front_port"),
}


@dataclass
class Path:
    """A path: nodes in turn near ends, links, far ends, and so on; whether it ends at an endpoint, is all connected, or splits."""

    steps: list[list[Node]] = field(default_factory=list)
    complete: bool = False
    active: bool = True
    split: bool = False

    @property
    def destinations(self) -> list[Node]:
        """The objects at the far end of a complete path."""
        return self.steps[-1] if self.complete else []


def link_of(store: Store, node: Node) -> Node | None:
    """Return the cable or wireless link at an object."""
    row = store.rows[node[0]][node[1]]
    for name, kind in (("cable", "dcim.cable"), ("wireless_link", "wireless.wirelesslink")):
        number = store.value(node[0], row, name) if name in store.schema.types[node[0]].fields else None
        if number is not None:
            return kind, number
    return None


def far_ends(store: Store, near: list[Node], link: Node) -> list[Node]:
    """Return what a link's other end is plugged into."""
    row = store.rows[link[0]][link[1]]
    if link[0] == "wireless.wirelesslink":
        other = row["interface_b"] if row["interface_a"] == near[0][1] else row["interface_a"]
        return [("dcim.interface", other)]
    end = store.value(near[0][0], store.rows[near[0][0]][near[0][1]], "cable_end")
    ends: list[Node] = store.value("dcim.cable", row, "b_terminations" if end == "A" else "a_terminations")
    return ends


def trace(store: Store, origin: Node) -> Path | None:
    """Follow the path that starts at an object, or return None where nothing is plugged in."""
    return store.memo(("path", origin), lambda: _trace(store, origin))


def _trace(store: Store, origin: Node) -> Path | None:
    path, positions, near = Path(), list[list[int]](), [origin]
    while near:
        links = list(dict.fromkeys(link for node in near if (link := link_of(store, node))))
        if not links and not path.steps:
            return None
        path.steps.append(near)
        if not links:
            return path
        path.steps.append(links)
        path.active = path.active and all(store.rows[kind][number]["status"] == "connected" for kind, number in links)
        far = list(
            dict.fromkeys(
                node
                for link in links
                for node in far_ends(store, [item for item in near if link_of(store, item) == link], link)
            )
        )
        path.steps.append(far)
        if not far:
            return path
        if far[0][0] in _MAPPED:
            near = _through_panel(store, far, positions, path)
        elif far[0][0] == "circuits.circuittermination":
            near = _through_circuit(store, far, links, path)
        else:
            path.complete = True
            return path
    return path


def _through_panel(store: Store, far: list[Node], positions: list[list[int]], path: Path) -> list[Node]:
    """Go from the front of a patch panel to its rear or back, by position where several share a port."""
    field_name, target, key = _MAPPED[far[0][0]]
    mappings = [mapping for kind, number in far for mapping in store.rows[kind][number][field_name]]
    if store.rows[far[0][0]][far[0][1]]["positions"] > 1:
        if not positions:
            path.split = True
            return []
        wanted = positions.pop()
        mappings = [mapping for mapping in mappings if mapping["position"] in wanted]
    found = list(dict.fromkeys((target, mapping[key]) for mapping in mappings if mapping[key] in store.rows[target]))
    if any(store.rows[kind][number]["positions"] > 1 for kind, number in found):
        positions.append([mapping[f"{key}_position"] for mapping in mappings])
    return found


def _through_circuit(store: Store, far: list[Node], links: list[Node], path: Path) -> list[Node]:
    """Go from one end of a circuit to the other."""
    rows = [store.rows[kind][number] for kind, number in far]
    index = store.index("circuits.circuittermination", "circuit", "term_side")
    others = sorted(
        number for row in rows for number in index.get((row["circuit"], "Z" if row["term_side"] == "A" else "A"), ())
    )
    found = [store.rows["circuits.circuittermination"][number] for number in others]
    nodes: list[Node] = [("circuits.circuittermination", number) for number in others]
    if not nodes:
        return []
    tied = [(row["termination_type"], row["termination_id"]) for row in found]
    if all(kind == "circuits.providernetwork" for kind, _ in tied):
        path.steps += [nodes, tied]
        path.complete = True
        return []
    cabled = [link_of(store, node) for node in nodes]
    if all(kind and link is None for (kind, _), link in zip(tied, cabled, strict=True)):
        path.steps += [nodes, tied]
        return []
    if any(link in links for link in cabled):
        path.split = True
        return []
    return nodes


def segments(store: Store, origin: Node) -> list[tuple[list[Node], list[Node], list[Node]]]:
    """Return a path in threes (near ends, links, far ends), as the API's trace shows it."""
    steps: list[list[Node]] = []
    start: Node | None = origin
    while start is not None:
        path = trace(store, start)
        if path is None:
            break
        steps += path.steps
        if len(steps) % 3 == 1:
            steps += [[], []]
        elif len(steps) % 3 == 2:
            steps.insert(-1, [])
        ends = path.destinations
        bridge = store.rows[ends[0][0]][ends[0][1]].get("bridge") if len(ends) == 1 else None
        start = ("dcim.interface", bridge) if bridge else None
    return [(steps[index], steps[index + 1], steps[index + 2]) for index in range(0, len(steps), 3)]


def peers(store: Store, node: Node) -> list[Node]:
    """Return what is plugged into the other end of an object's link."""
    link = link_of(store, node)
    return far_ends(store, [node], link) if link else []


def show_path_field(store: Store, node: Node, name: str, nested: Callable[[str, int], Any]) -> Any:
    """Show one of the fields that say where a link, or a whole path, leads; `nested` shows an object."""
    if name.startswith("link_peers"):
        found = peers(store, node)
        if name == "link_peers_type":
            cabled = store.value(node[0], store.rows[node[0]][node[1]], "cable") is not None
            return found[0][0] if found and cabled else None
        return [nested(*peer) for peer in found]
    path = trace(store, node)
    if name == "connected_endpoints_reachable":
        return path is not None and path.complete and path.active
    ends = path.destinations if path else []
    if name == "connected_endpoints_type":
        return ends[0][0] if ends else None
    return [nested(*end) for end in ends] or None
