"""What power feeds can carry."""

from orchestration.tools.proof import Row, bare

FEED = ("name", "power_panel", "rack", "status", "type", "phase", "voltage", "amperage", "max_utilization", "cable")
# NetBox's own factor (`PowerFeed.save`).
THREE_PHASES = 1.732


def usable(feed: Row) -> float:
    """Return what a feed can carry, in watts, as NetBox reckons it: volts, amperes, phases, the share that may be used."""
    phases = THREE_PHASES if bare(feed.get("phase")) == "three-phase" else 1.0
    volts, amperes = abs(feed.get("voltage") or 0), feed.get("amperage") or 0
    return float(round(volts * amperes * (feed.get("max_utilization") or 0) / 100 * phases))
