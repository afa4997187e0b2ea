"""The bot at home on all three platforms at once: one Redis, one NetBox, one worker's road for each."""

from dataclasses import dataclass

import pytest

from adapters.redis.connect import connect
from bot.demo.company import build
from bot.demo.standin.double import StandIn
from tests.discord.rig import environment as discord_environment
from tests.discord.rig import listening
from tests.fakes.discord.double import DiscordDouble
from tests.fakes.discord.state import ANN as DISCORD_ANN
from tests.fakes.discord.state import HOME
from tests.fakes.slack.double import SlackDouble
from tests.fakes.slack.payloads import ANN as SLACK_ANN
from tests.fakes.slack.payloads import TEAM
from tests.slack.rig import environment as slack_environment
from tests.slack.rig import rigged

POLICY = f"""
[people]
ann = ["slack/{TEAM}/{SLACK_ANN}", "discord/{HOME}/{DISCORD_ANN}", "terminal/local/ann"]

[[places]]
where = "slack/{TEAM}"

[[places]]
where = "discord/{HOME}"

[[places]]
where = "terminal/local"

[[grants]]
who = ["ann"]
may = ["confirm"]
"""


@dataclass(frozen=True)
class Rooms:
    """The three of them.

    Args:
        slack: a workspace with the bot in it.
        discord: a guild with the bot in it.
        standin: the NetBox.
        client: the Redis.
    """

    slack: object
    discord: object
    standin: object
    client: object


@pytest.fixture(scope="module")
def rooms(redis_server, tmp_path_factory):
    """The bot on Slack, on Discord and in a terminal."""
    folder = tmp_path_factory.mktemp("parity")
    with (
        connect(redis_server) as client,
        StandIn(build(), "freight-operations").serve() as standin,
        SlackDouble() as slack,
        DiscordDouble() as discord,
        pytest.MonkeyPatch.context() as patch,
    ):
        client.flushall()
        slack_told = slack_environment(slack, redis_server, standin, folder)
        for name, value in {**slack_told, **discord_environment(discord, redis_server, standin, folder)}.items():
            patch.setenv(name, value)
        (folder / "policy.toml").write_text(POLICY)
        with rigged(slack) as workspace, listening(discord) as guild:
            yield Rooms(workspace, guild, standin, client)
