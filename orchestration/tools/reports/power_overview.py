"""Panels and feeds: how much power comes in, and where it goes."""

from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.messages import Part, prose
from orchestration.tools.cells import text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit, both
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row, bare
from orchestration.tools.reports.pieces import all_of, belonging, grid, narrowing, run, tabled, understood
from orchestration.tools.wording import after, listed, number, plural

PANEL = ("name", "site", "location")
FEED = ("name", "power_panel", "rack", "status", "type", "supply", "phase", "voltage", "amperage", "max_utilization")
THREE_PHASES = 1.732


def power_overview(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Show power panels with their feeds and what these can carry; two requests at once, one before for a place.

    Raises:
        Refused: there are too many feeds to read.
    """
    about = narrowing(asked, results)
    first, second = (belonging(kit, about, type_) for type_ in ("dcim.powerpanel", "dcim.powerfeed"))
    panels, feeds = both(
        lambda: all_of(kit, first, PANEL),
        lambda: all_of(kit, second, FEED),
    )
    phrase = after(first.phrase)
    states = listed([f"{number(amount)} {state}" for state, amount in _states(feeds)])
    watts = sum(map(_watts, feeds))
    head = f"{plural(len(panels), 'power panel')} and {plural(len(feeds), 'power feed')}{phrase}, {number(watts / 1000)} kW usable."
    if states:
        head = f"{head[:-1]}; feeds: {states}."
    by_panel = [
        (panel, [feed for feed in feeds if (feed.get("power_panel") or {}).get("id") == panel["id"]])
        for panel in panels
    ]
    rows = [
        (run(kit, "dcim.powerpanel", panel), text_of(panel.get("site")), text_of(panel.get("location")), number(len(held)),
         number(len({(feed.get("rack") or {}).get("id") for feed in held} - {None})), f"{number(sum(map(_watts, held)) / 1000)} kW")
        for panel, held in by_panel
    ]  # fmt: skip
    titles = ("Panel", "Site", "Location", "Feeds", "Racks", "Usable")
    told = understood("power panels and feeds", first.said)
    kept = kept_table(kit, titles, rows, head=head, understood=told, right={3, 4, 5})
    behind: list[Part] = []
    if feeds and len(feeds) <= kit.rows:
        behind.append(
            grid(("Feed", "Panel", "Rack", "Type", "Status", "Usable"), [_feed(kit, feed) for feed in feeds], right={5})
        )
    return tabled(kit, asked, [prose(head)], kept, "dcim.powerpanel", behind)


def _watts(feed: Row) -> float:
    """Return what a feed can carry, in watts, as NetBox computes it: volts, amperes, the share that may be used."""
    phases = THREE_PHASES if str(bare(feed.get("phase"))) == "three-phase" else 1.0
    return float(
        abs(feed.get("voltage") or 0) * (feed.get("amperage") or 0) * phases * (feed.get("max_utilization") or 0) / 100
    )


def _states(feeds: Sequence[Row]) -> list[tuple[str, int]]:
    states = [text_of(feed.get("status")).lower() for feed in feeds]
    return sorted(((state, states.count(state)) for state in set(states)), key=lambda each: -each[1])


def _feed(kit: Kit, feed: Row) -> tuple[Any, ...]:
    return (run(kit, "dcim.powerfeed", feed), text_of(feed.get("power_panel")), text_of(feed.get("rack")), text_of(feed.get("type")),
            text_of(feed.get("status")), f"{number(_watts(feed) / 1000)} kW")  # fmt: skip
