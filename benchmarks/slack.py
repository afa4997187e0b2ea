"""What a question in Slack costs: from the event to the receipt and the answer, acknowledgements, calls of Slack's Web API.

Slack is the project's own double (`tests/fakes/slack`), over real sockets and real HTTP; listener and worker are processes of their own.
"""

import contextlib
import os
import socket
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.ground import Ground, laid, process, standin, workers
from tests.fakes.slack import payloads as raw
from tests.fakes.slack.double import APP_TOKEN, SIGNING_SECRET, SlackDouble, post_event
from tests.fakes.slack.payloads import BOT, TEAM
from tests.fakes.slack.state import Channel, Workspace, person

QUESTION = "which sites are there?"
# So many events come while nothing is answered: 20 at a time, each of another person and channel.
EVENTS, AT_ONCE = 1000, 20
RECEIPT, ANSWER = "agents.sessions.setStatus", "chat.postMessage"
POLICY = f'[limits]\nturns_a_minute = 100000\nrequests_an_hour = 1000000\n\n[[places]]\nwhere = "slack/{TEAM}"\n'


class Watched(SlackDouble):
    """The double, with the moment of each call."""

    def __init__(self, *workspaces: Workspace) -> None:
        super().__init__(*workspaces)
        self.moments: list[tuple[float, str, str]] = []
        self.changed = threading.Condition()

    def _answer_to(self, request: Any, method: str, args: dict[str, Any]) -> Any:
        answer = super()._answer_to(request, method, args)
        with self.changed:
            self.moments.append((time.perf_counter(), method, str(args.get("channel") or args.get("channel_id") or "")))
            self.changed.notify_all()
        return answer

    def first(self, method: str, channel: str, after: float) -> float:
        """Wait for a call that concerns a channel; return when it came."""

        def came() -> float | None:
            return next(
                (at for at, name, where in self.moments if (name, where) == (method, channel) and at > after), None
            )

        with self.changed:
            assert self.changed.wait_for(lambda: came() is not None, 60)
            return came() or 0.0


def measure(runs: int) -> Iterator[str]:
    """Yield the lines of the table.

    Args:
        runs: ten times as many questions are measured, one after the other.
    """
    with (
        standin() as (url, token),
        tempfile.TemporaryDirectory() as home,
        Watched(_workspace()) as slack,
        _environment(slack, Path(home)),
        laid(Path(home), url, token) as ground,
    ):
        with workers(ground, 1), _listening(ground, slack):
            yield from _answers(slack, 10 * runs)
        nothing = {**ground.environment, "NETBOX_URL": "http://127.0.0.1:9"}
        with _listening(Ground(ground.settings, ground.terminal, nothing), slack):
            yield _told("Socket Mode", _acks(lambda payload: slack.deliver("events_api", payload), 1))
        with _serving(nothing) as address:
            yield _told("HTTP", _acks(lambda payload: post_event(address, payload), 2))


def _answers(slack: Watched, number: int) -> Iterator[str]:
    receipts, answers = [], []
    for at in range(number + 1):
        if at == 1:
            # The first warms connections and proves filters.
            slack.moments.clear()
        channel = _channel(at)
        written = slack.home.said(_user(at), f"<@{BOT}> {QUESTION}", channel=channel)
        began = time.perf_counter()
        slack.send("events_api", raw.mention(QUESTION, ts=written["ts"], user=_user(at), channel=channel))
        if at:
            receipts.append(slack.first(RECEIPT, channel, began) - began)
            answers.append(slack.first(ANSWER, channel, began) - began)
        else:
            slack.first(ANSWER, channel, began)
    yield f"Slack: seconds from the event of a question ({number} of them) to what is seen, in ms"
    yield f"{'':<10}{'p50':>8}{'p99':>8}"
    yield f"{'receipt':<10}{_part(receipts, 50):>8.1f}{_part(receipts, 99):>8.1f}"
    yield f"{'answer':<10}{_part(answers, 50):>8.1f}{_part(answers, 99):>8.1f}"
    calls = Counter(method for _, method, _ in slack.moments)
    shown = ", ".join(f"{method} {count / number:.2f}" for method, count in calls.most_common())
    yield f"Calls of the Web API a question: {sum(calls.values()) / number:.2f} ({shown})"
    messages = [each for channel in slack.home.channels.values() for each in channel.messages]
    posted = Counter(each["thread_ts"] for each in messages if each["user"] == BOT)
    yield f"New messages a question: {statistics.mean(posted.values()):.2f}, {max(posted.values())} at most"


def _acks(deliver: Any, round_: int) -> tuple[list[float], float]:
    """Send events from several places at once; return the seconds until each was acknowledged, and until all were."""

    def one(number: int) -> float:
        ts = f"18{round_:08}.{number:06}"
        payload = raw.mention(QUESTION, ts=ts, user=_user(number), channel=_channel(number))
        began = time.perf_counter()
        deliver(payload)
        return time.perf_counter() - began

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(one, range(AT_ONCE)))
        began = time.perf_counter()
        took = list(pool.map(one, range(AT_ONCE, AT_ONCE + EVENTS)))
        return took, time.perf_counter() - began


def _told(mode: str, acks: tuple[list[float], float]) -> str:
    took, whole = acks
    rate = f"{len(took) / whole:.0f} acknowledgements a second"
    return (
        f"{mode}, NetBox down and no worker, {AT_ONCE} events at a time: {rate}, "
        f"p50 {_part(took, 50):.1f} ms, p99 {_part(took, 99):.1f} ms"
    )


def _part(seconds: Sequence[float], percent: int) -> float:
    return 1000 * statistics.quantiles(seconds, n=100, method="inclusive")[percent - 1]


def _workspace() -> Workspace:
    workspace = Workspace()
    for number in range(AT_ONCE):
        workspace.users[_user(number)] = person(_user(number), f"person{number}")
    everybody = {BOT, *workspace.users}
    for number in range(100):
        workspace.channels[_channel(number)] = Channel(_channel(number), set(everybody))
    return workspace


def _user(number: int) -> str:
    return f"U9{number % AT_ONCE:03}"


def _channel(number: int) -> str:
    # Slack takes a post a second and channel, and so does the worker: questions in a row are asked in different ones.
    return f"C9{number % 100:03}"


@contextlib.contextmanager
def _environment(slack: Watched, home: Path) -> Iterator[None]:
    policy = home / "policy.toml"
    policy.write_text(POLICY, encoding="utf-8")
    given = {
        "SLACK_BOT_TOKEN": slack.home.token,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": slack.url,
        "NETBOT_POLICY": str(policy),
    }
    os.environ.update(given)
    try:
        yield
    finally:
        for name in given:
            os.environ.pop(name)


@contextlib.contextmanager
def _listening(ground: Ground, slack: Watched) -> Iterator[None]:
    with process(["slack"], ground.environment):
        slack.connected()
        yield
    slack.alone()


@contextlib.contextmanager
def _serving(environment: dict[str, str]) -> Iterator[str]:
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with process(["slack", "--http", "--port", str(port)], environment):
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/slack/events"
