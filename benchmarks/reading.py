"""Milliseconds for reading a message by rules, with 100,000 names of objects in Redis; no NetBox is asked.

Each message is read in a process of its own, forked from a warm one, that has rehearsed, as the one that stands by for a worker has, over a
connection that is open. "CPU" is what that process and Redis spent: on a machine that does other things it tells more than the clock.
"""

import gc
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from redis import Redis

from adapters.redis.connect import connect
from adapters.redis.embedded import Embedded
from adapters.redis.names import RedisNames
from bot.rehearsal import rehearse
from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.loading import load
from orchestration.language.names import entries_of
from orchestration.language.reader import read
from orchestration.language.vocabulary import vocabulary_of
from orchestration.sessions.session import Topic

SCOPE = "http://bench|bot"
NOW = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)
CITIES = ["Aarhus", "Bergen", "Cardiff", "Dresden", "Elmira", "Fresno", "Geneva", "Halifax", "Inverness", "Juneau"]
KINDS = {"rtr": "Router", "sw": "Access Switch", "fw": "Firewall", "pdu": "PDU", "srv": "Server"}

MESSAGES: Mapping[str, str] = {
    "a count": "how many devices are there?",
    "a place": "which routers in Cardiff 012 are active?",
    "a device": "show me cardiff012-rtr0040",
    "two filters": "list the switches in Geneva 003 that have no rack and no primary IP",
    "a nested one": "VLANs of the sites in Dresden without a router",
    "a change": "set the status of juneau007-srv0014 and juneau007-srv0019 to offline",
    "long words": "could you please tell me how many access switches we have got in Halifax 004, grouped by role, and their serial numbers too",
    "a name nobody has": "show me device zzyzx-boundary-9",
    "a device misspelt": "show me cardif012-rtr0040",
    "a place misspelt": "devices in site Invernes 008",
    "two misspelt": "show me inverness012-swt0101 and juneua007-srv0014",
    "a street misspelt": "racks of tenant Larkspur Foodz 17",
}


class Spent(NamedTuple):
    """What reading a message took, in seconds."""

    clock: float
    cpu: float


def measure(runs: int) -> Iterator[str]:
    """Yield the lines of the table.

    Args:
        runs: times that each message is read; the medians are told.
    """
    catalogue = load()
    with tempfile.TemporaryDirectory() as folder, Embedded(Path(folder)) as server, connect(server.url) as client:
        amount = _filled(RedisNames(client), catalogue)
        _rehearsed()
        gc.collect()
        gc.freeze()
        yield f"Reading a message, medians of {runs}, in ms, with {amount:,} names in Redis"
        yield f"{'message':<20}{'clock':>8}{'CPU':>8}"
        for name, text in MESSAGES.items():
            spent = [_read(server.url, catalogue, text) for _ in range(runs)]
            clock, cpu = (1000 * statistics.median(each) for each in zip(*spent, strict=True))
            yield f"{name:<20}{clock:>8.1f}{cpu:>8.1f}"


def _filled(names: RedisNames, catalogue: Catalogue) -> int:
    """Put the names of a large company in the index; return how many objects have one."""
    sites = [f"{city} {at:03}" for city in CITIES for at in range(1, 21)]
    devices = [
        (f"{site.replace(' ', '').lower()}-{list(KINDS)[at % 5]}{at:04}", site) for site in sites for at in range(400)
    ]
    racks = [(f"R{at:02}", site) for site in sites for at in range(50)]
    records: dict[str, list[tuple[str, str]]] = {
        "dcim.site": [(site, "") for site in sites],
        "dcim.region": [(city, "") for city in CITIES],
        "dcim.devicerole": [(role, "") for role in KINDS.values()],
        "dcim.device": devices,
        "dcim.rack": racks,
        "tenancy.tenant": [(f"Larkspur Foods {at}", "") for at in range(400)],
        "ipam.vlan": [(f"Floor {at % 90} {site}", site) for site in sites for at in range(45)],
    }
    for type_, listed in records.items():
        about = catalogue[type_]
        rows: list[dict[str, Any]] = [
            {"id": at, about.name_field: name, "site": {"name": within} if within else None}
            for at, (name, within) in enumerate(listed, 1)
        ]
        names.replace(SCOPE, type_, list(entries_of(about, rows, vocabulary_of(catalogue))))
    return sum(map(len, records.values()))


def _rehearsed() -> None:
    for _ in rehearse():
        pass


def _read(url: str, catalogue: Catalogue, text: str) -> Spent:
    def reading() -> Spent:
        _rehearsed()
        with connect(url) as client:
            names = RedisNames(client)
            before, began, cpu = _cpu(client), time.perf_counter(), time.process_time()
            read(text, Topic(), names, SCOPE, catalogue, NOW)
            clock, spent = time.perf_counter() - began, time.process_time() - cpu
            return Spent(clock, spent + _cpu(client) - before)

    return _forked(reading)


def _cpu(client: "Redis") -> float:
    told: Mapping[str, float] = client.info("cpu")
    return told["used_cpu_user"] + told["used_cpu_sys"]


def _forked(do: Callable[[], Spent]) -> Spent:
    """Return what a function returns in a process of its own."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writing, json.dumps(do()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(pid, 0)
    with os.fdopen(reading, "rb") as pipe:
        return Spent(*json.loads(pipe.read()))
