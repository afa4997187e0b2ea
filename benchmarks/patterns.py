"""What each kind of question costs NetBox: requests, how many of them one after another, bytes.

The questions and the objects are those of a folder `shared` beside the project, where it is there, else the same kinds of questions about
the invented company. All goes through a forwarder that counts; the seconds are with it.
"""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from benchmarks.asking import ask_anew, cost
from benchmarks.ground import Ground, laid, standin, workers
from benchmarks.recording import Recording, recorded
from bot.bootstrap import open_inventories
from orchestration.ports import Inventory, Query

SHARED = Path(__file__).parents[2] / "shared"
MOST_REQUESTS, MOST_WAVES = 25, 5
MOST_RUNS = 5

SAYINGS = (
    "Is NetBox up?",
    "Show me all sites",
    "List all devices",
    "Show all racks",
    "What manufacturers are there?",
    "List all device roles",
    "Show all device types",
    "List all tenants",
    "Show all VLANs",
    "List all prefixes",
    "Show me everything about device {device}",
    "Show me site {site}",
    "Show the elevation of rack {rack} in site {site}",
    "What is mounted in rack {rack} in site {site}?",
    "Show the interfaces of device {device}",
    "Show the cables of device {device}",
    "Show me device type {device_type}",
    "Which devices are in site {site}?",
    "Which racks are in site {site}?",
    "How much of prefix {prefix} is used?",
    "Show the virtual machines in cluster {cluster}",
    "Show the power connections of device {device}",
    "Tenant report for {tenant}",
    "Find duplicate IP addresses",
    "Prefix utilization report",
    "Complete infrastructure audit for {site}",
    "Power consumption of all devices",
    "Cable trace from device {device}",
    "Cluster resource utilization",
    "Network topology report",
    "List all modules",
    "Power infrastructure overview",
    "IPAM hierarchy with VRFs and prefixes",
    "List all journal entries",
    "Capacity planning report",
)


def measure(runs: int) -> Iterator[str]:
    """Yield the lines of the table.

    Args:
        runs: times that each question is asked, five at most; the medians are told.
    """
    runs = min(runs, MOST_RUNS)
    objects = SHARED / "netbox" / "demo-objects.json.gz"
    with (
        standin(objects if objects.exists() else None) as (url, token),
        tempfile.TemporaryDirectory() as home,
        recorded(url) as recording,
        laid(Path(home), recording.url, token) as ground,
        workers(ground, 1),
    ):
        yield f"What each question costs, medians of {runs}; over {MOST_REQUESTS} requests or {MOST_WAVES} waves is marked"
        yield f"{'':<5}{'question':<72}{'requests':>9}{'waves':>7}{'bytes':>10}{'ms':>8}"
        for id_, text in questions(ground).items():
            yield _row(ground, recording, id_, text, runs)


def questions(ground: Ground) -> dict[str, str]:
    """Return the questions by id."""
    given = SHARED / "questions" / "patterns.yaml"
    if given.exists():
        items = yaml.safe_load(given.read_text(encoding="utf-8"))
        return {each["id"]: each["steps"][0]["say"] for each in items if each["id"].startswith("p")}
    with open_inventories(ground.settings).open(None, "bench") as inventory:
        names = _names(inventory)
    return {f"p{number:02}": text.format_map(names) for number, text in enumerate(SAYINGS, 1)}


def _names(inventory: Inventory) -> Mapping[str, str]:
    """Return names to ask about: of each type the object that has most, and a device and a rack that lie together."""

    def most(type_: str, counter: str, name: str = "name", **params: str) -> dict[str, str]:
        fields = ("id", name, counter)
        rows = inventory.list(Query(type=type_, fields=fields, params=tuple(params.items()), limit=1000)).rows
        return max(rows, key=lambda row: row.get(counter) or 0)

    site = most("dcim.site", "device_count")
    rack = most("dcim.rack", "device_count", site_id=str(site["id"]))
    device = most("dcim.device", "interface_count", rack_id=str(rack["id"]))
    return {
        "site": site["name"],
        "rack": rack["name"],
        "device": device["name"],
        "device_type": most("dcim.devicetype", "device_count", "model")["model"],
        "prefix": most("ipam.prefix", "children", "prefix")["prefix"],
        "cluster": most("virtualization.cluster", "virtualmachine_count")["name"],
        "tenant": most("tenancy.tenant", "device_count")["name"],
    }


def _row(ground: Ground, recording: Recording, id_: str, text: str, runs: int) -> str:
    ask_anew(ground, recording, text)  # Proves filters.
    asked = cost(ground, recording, text, runs)
    over = " over" if asked.requests > MOST_REQUESTS or asked.waves > MOST_WAVES else ""
    kind = "" if asked.kind == "answer" else f" {asked.kind}"
    figures = f"{asked.requests:>9}{asked.waves:>7}{asked.size:>10,}{1000 * asked.seconds:>8.0f}"
    return f"{id_:<5}{text[:71]:<72}{figures}{over}{kind}"
