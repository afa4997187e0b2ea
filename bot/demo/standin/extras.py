"""What hangs on one object beside itself: what is free under it, its elevation, its trace."""

from bot.demo.standin import allocation, elevation, trace
from bot.demo.standin.bulk import atomically
from bot.demo.standin.calls import Answer, Call
from bot.demo.standin.errors import Refused
from bot.demo.standin.paging import first, limit_of, page
from bot.demo.standin.schema import Type
from bot.demo.standin.store import Row, Store

SVG = "image/svg+xml"


def has_extra(type_name: str, extra: str) -> bool:
    """Say whether objects of a type have an address below their own."""
    return (
        (type_name, extra) in allocation.EXTRAS
        or (extra == "trace" and type_name in trace.ENDPOINTS)
        or (extra == "elevation" and type_name == "dcim.rack")
    )


def answer_extra(store: Store, call: Call, about: Type, row: Row, extra: str) -> Answer:
    """Answer a request to an address below an object's own.

    Raises:
        Refused: the method does not fit, or the token may not.
    """
    target = allocation.EXTRAS.get((about.name, extra))
    writes = call.request.method == "POST" and target is not None
    if call.request.method not in ("GET", "HEAD") and not writes:
        raise Refused({"detail": f'Method "{call.request.method}" not allowed.'}, 405)
    call.token.require(target or about.name, write=writes)
    if target is not None:
        return _allocate(store, call, row, extra, target) if writes else _show_free(store, call, about, row, extra)
    drawn = first(call.request.query, "render") == "svg"
    if extra == "trace":
        origin = (about.name, row["id"])
        if drawn:
            return Answer(200, trace.draw_trace(store, origin), media_type=SVG)
        return Answer(200, trace.show_trace(store, call.renderer, origin))
    if drawn:
        return Answer(200, elevation.draw(store, row, call.request.query), media_type=SVG)
    seen = call.token.visible(store, "dcim.device")
    units = elevation.units(store, call.renderer, row, call.request.query, seen)
    cut = page(units, call.request.query, f"{call.request.base}{call.request.path}")
    return Answer(200, cut.body(list(cut.items)))


def _allocate(store: Store, call: Call, row: Row, extra: str, target: str) -> Answer:
    made = atomically(store, lambda: allocation.allocate(store, extra, row, call.data, call.actor))
    about = store.schema.types[target]
    # NetBox shows what it has just allocated before it counts, and a prefix before it has found its place in the tree.
    counts = {name for name, field in about.fields.items() if field.kind == "count"}
    place = {"_depth": 0, "children": 0} if target == "ipam.prefix" else {}
    shown = [
        {name: place.get(name, value) for name, value in call.show(about, each).items() if name not in counts}
        for each in made
    ]
    return Answer(201, shown if isinstance(call.data, list) else shown[0])


def _show_free(store: Store, call: Call, about: Type, row: Row, extra: str) -> Answer:
    limit = limit_of(call.request.query)
    return Answer(200, allocation.show_free(store, call.renderer, extra, about.name, row, limit))
