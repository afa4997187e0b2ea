"""What a question costs as NetBox grows: 1,000, 10,000 and 100,000 devices, beside a script that asks the same with plain pynetbox.

All goes through a forwarder that counts, the bot's requests and the script's alike; the seconds are with it.
"""

import gzip
import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pynetbox

from adapters.redis.connect import connect
from benchmarks.asking import ask_anew, cost
from benchmarks.ground import Ground, laid, standin, workers
from benchmarks.recording import Recording, recorded

SIZES = (1_000, 10_000, 100_000)
SITES, KINDS = 100, 10
DEVICE = "d05-box000404"
# Each question with the script that answers it.
Script = Callable[[Any], object]
QUESTIONS: Mapping[str, tuple[str, Script]] = {
    "count": ("How many devices are there?", lambda api: sum(1 for _ in api.dcim.devices.all())),
    "first page": ("List all devices", lambda api: list(islice(api.dcim.devices.all(), 10))),
    "top list": (
        "Top 5 sites by devices",
        lambda api: Counter(each.site.name for each in api.dcim.devices.all()).most_common(5),
    ),
    "per role": (
        "How many devices are there per role?",
        lambda api: Counter(each.role.name for each in api.dcim.devices.all()),
    ),
    "one site": ("Which devices are in site Depot 007?", lambda api: list(api.dcim.devices.filter(site="depot-007"))),
    "one device": (f"Show me device {DEVICE}", lambda api: api.dcim.devices.get(name=DEVICE)),
}
MOST_RUNS = 5


def measure(runs: int) -> Iterator[str]:
    """Yield the lines of the table.

    Args:
        runs: times that each question is asked, five at most; the medians are told. The scripts run once.
    """
    yield f"What a question costs as NetBox grows: the bot (medians of {min(runs, MOST_RUNS)}) and a pynetbox script (once)"
    yield f"{'':<10}{'':<12}{'bot:':<10}{'':>9}{'':>12}{'':>10}    {'script:':<10}{'':>12}{'':>10}"
    yield f"{'devices':<10}{'question':<12}{'requests':>10}{'waves':>9}{'bytes':>12}{'ms':>10}    {'requests':>10}{'bytes':>12}{'ms':>10}"
    for size in SIZES:
        yield from _of(size, min(runs, MOST_RUNS))


def _of(size: int, runs: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as home:
        objects = Path(home) / "objects.json.gz"
        objects.write_bytes(gzip.compress(json.dumps(_grown(size)).encode(), 1))
        with (
            standin(objects) as (url, token),
            recorded(url) as recording,
            laid(Path(home), recording.url, token) as ground,
        ):
            began = time.perf_counter()
            with workers(ground, 1):
                named = time.perf_counter() - began
                for name, (text, script) in QUESTIONS.items():
                    bot = _bot(ground, recording, text, runs)
                    yield f"{size:<10,}{name:<12}{bot}    {_script(recording, token, script)}"
            with connect(ground.environment["REDIS_URL"]) as client:
                memory = int(client.info("memory")["used_memory"]) / 1e6
            yield f"{size:<10,}names are there {named:.0f} s after the worker was started; Redis holds {memory:.0f} MB"


def _bot(ground: Ground, recording: Recording, text: str, runs: int) -> str:
    kind = ask_anew(ground, recording, text)[1].kind  # Proves filters.
    if kind != "answer":
        return f"{kind:>41}"
    asked = cost(ground, recording, text, runs)
    return f"{asked.requests:>10}{asked.waves:>9}{asked.size:>12,}{1000 * asked.seconds:>10.0f}"


def _script(recording: Recording, token: str, script: Script) -> str:
    api = pynetbox.api(recording.url, token=token)
    api.http_session.headers["X-Correlation-ID"] = "script"
    recording.passed.clear()
    began = time.perf_counter()
    script(api)
    seconds = time.perf_counter() - began
    passed = recording.of("script")
    return f"{len(passed):>10}{sum(each.size for each in passed):>12,}{1000 * seconds:>10.0f}"


def _grown(size: int) -> dict[str, list[dict[str, Any]]]:
    """Return so many devices without components, at a hundred sites."""

    def several(amount: int, name: str, **more: Any) -> list[dict[str, Any]]:
        return [
            {"id": at, "name": f"{name} {at:03}", "slug": f"{name.lower()}-{at:03}", **more}
            for at in range(1, amount + 1)
        ]

    types = [{"id": at, "manufacturer": 1, "model": f"Model {at}", "slug": f"model-{at}"} for at in range(1, KINDS + 1)]
    devices = [
        {
            "id": at,
            "name": f"d{at % SITES + 1:02}-box{at:06}",
            "site": at % SITES + 1,
            "role": at % KINDS + 1,
            "device_type": at % KINDS + 1,
            "status": "active" if at % 7 else "offline",
        }
        for at in range(1, size + 1)
    ]
    return {
        "dcim/sites": several(SITES, "Depot"),
        "dcim/device-roles": several(KINDS, "Role", color="9e9e9e"),
        "dcim/manufacturers": several(1, "Maker"),
        "dcim/device-types": types,
        "dcim/devices": devices,
    }
