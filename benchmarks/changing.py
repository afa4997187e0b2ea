"""Seconds from a request to its preview, and from Confirm to done, beside the bare write of an object of the same type.

"Bare write" is one POST of the same fields by a plain script over a kept connection; what the bot does beside it is looking twice at the ground,
locking, recording, and the road there and back.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from benchmarks.asking import ask, new_session, press
from benchmarks.ground import Ground, laid, standin, workers
from orchestration.messages import Reply


@dataclass(frozen=True, slots=True)
class Creation:
    """Something to create again and again.

    Args:
        name: of the row.
        text: asks for the one of a number.
        path: where NetBox takes it.
        data: the fields of the one of a number.
    """

    name: str
    text: Callable[[int], str]
    path: str
    data: Callable[[int], dict[str, Any]]


CREATIONS = (
    Creation(
        "site",
        lambda number: f"create a site named Bench {number}",
        "dcim/sites",
        lambda number: {"name": f"Bare {number}", "slug": f"bare-{number}", "status": "active"},
    ),
    Creation(
        "VLAN",
        lambda number: f"create VLAN {number} named Bench-{number}",
        "ipam/vlans",
        lambda number: {"vid": number, "name": f"Bare-{number}", "status": "active"},
    ),
    Creation(
        "prefix",
        lambda number: f"create prefix 198.18.{number % 256}.0/24",
        "ipam/prefixes",
        lambda number: {"prefix": f"198.19.{number % 256}.0/24", "status": "active"},
    ),
)


def measure(runs: int) -> Iterator[str]:
    """Yield the lines of the table.

    Args:
        runs: times that each object is created, 250 at most; the medians are told.
    """
    with (
        standin() as (url, token),
        tempfile.TemporaryDirectory() as home,
        laid(Path(home), url, token) as ground,
        workers(ground, 1),
        requests.Session() as bare,
    ):
        bare.headers["Authorization"] = f"Bearer {token}"
        yield f"Creating one object, medians of {min(runs, 250)}, in ms; requests to NetBox of each step"
        yield (
            f"{'object':<9}{'to preview':>11}{'requests':>10}{'to done':>9}{'requests':>10}{'bare write':>12}{'over bare':>11}"
        )
        for each in CREATIONS:
            yield _row(ground, bare, url, each, min(runs, 250))


def _row(ground: Ground, bare: requests.Session, url: str, creation: Creation, runs: int) -> str:
    previews, confirms, writes = [], [], []
    # The first warms connections and proves filters.
    for number in range(3000, 3001 + runs):
        session = new_session()
        previews.append(ask(ground, session, creation.text(number)))
        confirms.append(press(ground, session, previews[-1][1].buttons[0].ref))
        assert confirms[-1][1].kind == "done", confirms[-1][1]
        writes.append(_written(bare, f"{url}/api/{creation.path}/", creation.data(number)))
    confirmed, written = _ms(seconds for seconds, _ in confirms[1:]), _ms(writes[1:])
    return (
        f"{creation.name:<9}{_ms(seconds for seconds, _ in previews[1:]):>11.1f}{_requests(previews[1:]):>10.0f}"
        f"{confirmed:>9.1f}{_requests(confirms[1:]):>10.0f}{written:>12.1f}{confirmed - written:>11.1f}"
    )


def _written(bare: requests.Session, address: str, data: dict[str, Any]) -> float:
    began = time.perf_counter()
    bare.post(address, json=data).raise_for_status()
    return time.perf_counter() - began


def _requests(answers: list[tuple[float, Reply]]) -> float:
    return statistics.median(reply.receipt.netbox_requests for _, reply in answers)


def _ms(seconds: Iterable[float]) -> float:
    return 1000 * statistics.median(seconds)
