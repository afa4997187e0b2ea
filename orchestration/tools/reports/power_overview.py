"""Panels and feeds: how much power comes in, and where it goes."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.messages import Part as ReplyPart
from orchestration.messages import Run, prose
from orchestration.tools.cells import text_of
from orchestration.tools.draft import Draft
from orchestration.tools.kept import kept_table
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.proof import Row
from orchestration.tools.reports.feeds import FEED, usable
from orchestration.tools.reports.gathering import Part, gather
from orchestration.tools.reports.pieces import grid, of, run, tabled, understood
from orchestration.tools.reports.scope import Scope, scope_of
from orchestration.tools.search import Search
from orchestration.tools.wording import after, listed, number, plural

PANEL = ("name", "site", "location")
TITLES = ("Panel", "Site", "Location", "Feeds", "Cabled", "Racks", "Usable")


def power_overview(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """Show power panels with their feeds and what these can carry.

    Raises:
        NotFound, Ambiguous: of what it is about.
        NotAllowed: panels and feeds may not be seen.
    """
    scope = scope_of(kit, asked, results)
    panels = Part(scope.of("dcim.powerpanel"), PANEL, main=True)
    read = gather(kit, {"panels": panels, "feeds": Part(_feeds(scope), FEED, pages=10, main=True)})
    lead = _lead(read["panels"].rows, read["feeds"].rows, scope.phrase)
    held: dict[int, list[Row]] = defaultdict(list)
    for feed in read["feeds"].rows:
        held[feed["power_panel"]["id"]].append(feed)
    rows = [_panel(kit, panel, held[panel["id"]]) for panel in read["panels"].rows]
    told = understood("power panels and feeds", scope.phrase)
    kept = kept_table(kit, TITLES, rows, head=lead[0], understood=told, right={3, 4, 5, 6})
    behind: list[ReplyPart] = []
    if 0 < len(read["feeds"].rows) <= kit.rows:
        cells = [_feed(kit, feed) for feed in read["feeds"].rows]
        behind.append(grid(("Feed", "Panel", "Rack", "Type", "Status", "Usable"), cells, right={5}))
    before: list[ReplyPart] = [prose(each) for each in lead]
    return tabled(kit, asked, before, kept, "dcim.powerpanel", [*behind, *read.notices(kit.catalogue)])


def _feeds(scope: Scope) -> Search:
    """Return the search for the feeds; of a tenant those of its sites, whoever owns the feed."""
    if scope.type != "tenancy.tenant":
        return scope.of("dcim.powerfeed")
    panels = [row["id"] for row in scope.records("dcim.powerpanel")]
    return of("dcim.powerfeed", "power_panel_id", panels, "power_panel") if panels else Search("dcim.powerfeed", ())


def _lead(panels: Sequence[Row], feeds: Sequence[Row], phrase: str) -> list[str]:
    if not panels and not feeds:
        return [f"No power panels or feeds{after(phrase)}."]
    watts = sum(map(usable, feeds))
    head = f"{plural(len(panels), 'power panel')} and {plural(len(feeds), 'power feed')}{after(phrase)}"
    cabled = sum(bool(feed.get("cable")) for feed in feeds)
    states = Counter(text_of(feed.get("status")).lower() for feed in feeds).most_common()
    kinds = Counter(text_of(feed.get("type")).lower() for feed in feeds).most_common()
    lead = [f"{head}, {number(watts / 1000)} kW usable."]
    if feeds:
        told = listed([f"{number(amount)} {each}" for each, amount in (*states, *kinds)])
        lead.append(f"Feeds: {told}; {number(cabled)} cabled.")
    return lead


def _panel(kit: Kit, panel: Row, feeds: Sequence[Row]) -> tuple[Run | str, ...]:
    racks = {feed["rack"]["id"] for feed in feeds if feed.get("rack")}
    return (
        run(kit, "dcim.powerpanel", panel),
        text_of(panel.get("site")),
        text_of(panel.get("location")),
        number(len(feeds)),
        number(sum(bool(feed.get("cable")) for feed in feeds)),
        number(len(racks)),
        _kilowatts(feeds),
    )


def _feed(kit: Kit, feed: Row) -> tuple[Run | str, ...]:
    shown = (text_of(feed.get(field)) for field in ("power_panel", "rack", "type", "status"))
    return (run(kit, "dcim.powerfeed", feed), *shown, _kilowatts([feed]))


def _kilowatts(feeds: Sequence[Row]) -> str:
    return f"{number(sum(map(usable, feeds)) / 1000)} kW"
