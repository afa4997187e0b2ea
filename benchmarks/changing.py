"""Seconds from a request to its preview, and from Confirm to done, beside the bare write of an object of the same type.

"Bare write" is one POST, PATCH or DELETE of the same fields by a plain script over a kept connection; what the bot does beside it is to look
twice at the ground, to lock and to record, and the road there and back.
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
class Change:
    """Something to do again and again.

    Args:
        name: of the row.
        text: asks for the one of a number.
        verb: with which NetBox takes it.
        path: where; an object's id is put behind it unless it is made.
        data: the fields of the one of a number.
    """

    name: str
    text: Callable[[int], str]
    verb: str
    path: str
    data: Callable[[int], dict[str, Any]]


# In this order: VLANs are made before they are changed, and changed before they are deleted.
CHANGES = (
    Change(
        "new site",
        lambda number: f"create a site named Bench {number}",
        "POST",
        "dcim/sites",
        lambda number: {"name": f"Bare {number}", "slug": f"bare-{number}", "status": "active"},
    ),
    Change(
        "new VLAN",
        lambda number: f"create VLAN {number} named Bench-{number}",
        "POST",
        "ipam/vlans",
        lambda number: {"vid": number, "name": f"Bare-{number}", "status": "active"},
    ),
    Change(
        "new prefix",
        lambda number: f"create prefix 198.18.{number % 256}.0/24",
        "POST",
        "ipam/prefixes",
        lambda number: {"prefix": f"198.19.{number % 256}.0/24", "status": "active"},
    ),
    Change(
        "VLAN's status",
        lambda number: f"set the status of VLAN Bench-{number} to reserved",
        "PATCH",
        "ipam/vlans",
        lambda _: {"status": "reserved"},
    ),
    Change("VLAN gone", lambda number: f"delete VLAN Bench-{number}", "DELETE", "ipam/vlans", lambda _: {}),
)


def measure(runs: int) -> Iterator[str]:
    """Yield the lines of the table.

    Args:
        runs: times that each is done, 250 at most; the medians are told.
    """
    with (
        standin() as (url, token),
        tempfile.TemporaryDirectory() as home,
        laid(Path(home), url, token) as ground,
        workers(ground, 1),
        requests.Session() as bare,
    ):
        bare.headers["Authorization"] = f"Bearer {token}"
        yield f"Changing one object, medians of {min(runs, 250)}, in ms; requests to NetBox of each step"
        yield (
            f"{'change':<14}{'to preview':>11}{'requests':>10}{'to done':>9}{'requests':>10}{'bare write':>12}{'over bare':>11}"
        )
        made: dict[tuple[str, int], int] = {}
        for each in CHANGES:
            yield _row(ground, Bare(bare, f"{url}/api", made), each, min(runs, 250))


@dataclass(frozen=True, slots=True)
class Bare:
    """A plain script's connection to NetBox.

    Args:
        session: the connection, which is kept.
        address: of the API.
        made: ids of what it made, by path and number.
    """

    session: requests.Session
    address: str
    made: dict[tuple[str, int], int]

    def write(self, change: Change, number: int) -> float:
        """Do a change; return the seconds it took."""
        there = self.made.get((change.path, number)) if change.verb != "POST" else None
        address = f"{self.address}/{change.path}/" + (f"{there}/" if there else "")
        began = time.perf_counter()
        answer = self.session.request(change.verb, address, json=change.data(number))
        seconds = time.perf_counter() - began
        answer.raise_for_status()
        if change.verb == "POST":
            self.made[change.path, number] = answer.json()["id"]
        return seconds


def _row(ground: Ground, bare: Bare, change: Change, runs: int) -> str:
    previews, confirms, writes = [], [], []
    # The first warms connections and proves filters.
    for number in range(3000, 3001 + runs):
        session = new_session()
        previews.append(ask(ground, session, change.text(number)))
        assert previews[-1][1].kind == "preview", previews[-1][1]
        confirms.append(press(ground, session, previews[-1][1].buttons[0].ref))
        assert confirms[-1][1].kind == "done", confirms[-1][1]
        writes.append(bare.write(change, number))
    confirmed, written = _ms(seconds for seconds, _ in confirms[1:]), _ms(writes[1:])
    return (
        f"{change.name:<14}{_ms(seconds for seconds, _ in previews[1:]):>11.1f}{_requests(previews[1:]):>10.0f}"
        f"{confirmed:>9.1f}{_requests(confirms[1:]):>10.0f}{written:>12.1f}{confirmed - written:>11.1f}"
    )


def _requests(answers: list[tuple[float, Reply]]) -> float:
    return statistics.median(reply.receipt.netbox_requests for _, reply in answers)


def _ms(seconds: Iterable[float]) -> float:
    return 1000 * statistics.median(seconds)
