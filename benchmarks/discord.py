"""What answers cost in Discord, against the double of the project's own: its API and gateway stand in this process, `netbot discord` and a worker in theirs.

The double answers within a millisecond and limits no rates: what is told is what the bot adds.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.answers import usual
from benchmarks.ground import laid, process, standin, workers
from tests.fakes.discord import gateway_interactions as acts
from tests.fakes.discord.double import DiscordDouble
from tests.fakes.discord.state import ANN, BOT, HOME, NET

_POLICY = f"""
[[places]]
where = "discord/{HOME}"

[limits]
turns_a_minute = 1000000
requests_an_hour = 1000000
"""
AT_ONCE = 200
# Keystrokes that are completed, for each run.
_TYPED = ("h", "ham", "ham1-", "rtr", "a01", "10.")
_KINDS = ("device", "site", "rack", "prefix")


def measure(runs: int) -> Iterator[str]:
    """Yield the lines of the table.

    Args:
        runs: times that a question is asked; each keystroke is completed as often.
    """
    with standin() as (url, token), tempfile.TemporaryDirectory() as folder, DiscordDouble() as double:
        policy = Path(folder) / "policy.toml"
        policy.write_text(_POLICY, encoding="utf-8")
        os.environ |= {"DISCORD_TOKEN": double.world.token, "DISCORD_API_URL": double.url, "NETBOT_POLICY": str(policy)}
        with laid(Path(folder), url, token) as ground, workers(ground, 1), process(["discord"], ground.environment):
            double.gateway.connected()
            text = usual(ground)[0].text
            _asked(double, text)
            before, began = sum(double.rest.calls.values()), len(double.world.posted(NET))
            times = [_asked(double, text) for _ in range(runs)]
            calls = (sum(double.rest.calls.values()) - before) / runs
            posted = double.rest.calls["create_message"] / (runs + 1) + len(double.world.posted(NET)) - began
            yield f"Milliseconds in Discord, of {runs} mentions: median and 99th percentile"
            yield f"event to receipt (its thread): {_told([each[0] for each in times])}"
            yield f"event to final answer: {_told([each[1] for each in times])}"
            yield f"messages a request: {posted:.1f}; REST calls a request: {calls:.1f}"
            yield f"command to acknowledgement: {_told([_acknowledged(double, text) for _ in range(runs)])}"
            yield f"acknowledgements a second, {AT_ONCE} commands at once: {_storm(double):.0f}"
            typed = [(kind, part) for kind in _KINDS for part in _TYPED]
            times_typed = [_completed(double, *each) for _ in range(runs) for each in typed]
            yield f"completing a name, {len(times_typed)} keystrokes: {_told(times_typed)}"
    for name in ("DISCORD_TOKEN", "DISCORD_API_URL", "NETBOT_POLICY"):
        del os.environ[name]


def _asked(double: DiscordDouble, text: str) -> tuple[float, float]:
    """Return the seconds until a mention's thread is open, and until its answer stands in there."""
    began = time.perf_counter()
    said = double.world.said(ANN, f"<@{BOT}> {text}", mentions=[BOT])["id"]
    _until(lambda: said in double.world.channels)
    heard = time.perf_counter() - began
    _until(lambda: double.world.posted(said))
    return heard, time.perf_counter() - began


def _acknowledged(double: DiscordDouble, text: str) -> float:
    made, seconds = _timed(lambda: acts.command(double.world, "ask", {"question": text}))
    _until(lambda: not double.world.channels[NET].message(made.original)["flags"] & 1 << 7)
    return seconds


def _completed(double: DiscordDouble, kind: str, part: str) -> float:
    return _timed(lambda: acts.typing(double.world, kind, "name", part))[1]


def _timed(act: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    made = act()
    _until(lambda: made.answered is not None)
    return made, time.perf_counter() - began


def _storm(double: DiscordDouble) -> float:
    began = time.perf_counter()
    made = [acts.command(double.world, "proposals") for _ in range(AT_ONCE)]
    _until(lambda: all(each.answered is not None for each in made))
    return AT_ONCE / (time.perf_counter() - began)


def _until(found: Callable[[], Any]) -> None:
    until = time.monotonic() + 60
    while not found():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.0005)


def _told(seconds: list[float]) -> str:
    ordered = sorted(1000 * each for each in seconds)
    return f"{statistics.median(ordered):.0f} / {ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]:.0f}"
