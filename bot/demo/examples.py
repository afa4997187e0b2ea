"""Questions made of names that this NetBox has, so that every example can be asked."""

from dataclasses import dataclass

from orchestration.ports import Inventory, Query

MOST_SITES = 200


@dataclass(frozen=True, slots=True)
class Examples:
    """Names to ask about.

    Args:
        site: a site with more devices than a first page shows, where there is one.
        device: an active device there, mounted in a rack.
        rack: that rack.
    """

    site: str
    device: str
    rack: str

    def questions(self) -> tuple[str, str, str]:
        """Return three questions: a list, an inspection, a count."""
        return f"Which devices are in {self.site}?", f"Show me {self.device}", "How many devices are there per role?"


def find_examples(inventory: Inventory) -> Examples | None:
    """Look for names to ask about; two requests.

    Returns:
        The names; None where no such device is among the first that are there.

    Raises:
        NetbotError: NetBox does not answer.
    """
    sites = inventory.list(Query(type="dcim.site", fields=("id", "name", "device_count"), limit=MOST_SITES)).rows
    site = max(sites, key=lambda each: each.get("device_count") or 0, default=None)
    if site is None:
        return None
    there = (("site_id", str(site["id"])), ("status", "active"))
    devices = inventory.list(Query(type="dcim.device", params=there, fields=("id", "name", "rack", "position"))).rows
    for each in devices:
        if each.get("name") and each.get("rack") and each.get("position"):
            return Examples(site=site["name"], device=each["name"], rack=each["rack"]["name"])
    return None
