"""What `netbot doctor` says of Discord."""

import pytest

from bot.doctor import Finding, _carefully, _discord
from bot.settings import read_settings
from tests.fakes.discord.state import BOT, FAR, HOME


@pytest.fixture
def findings(discord, settings):
    """Looks how the bot stands; it is in the listed guild alone."""
    discord.world.guilds[FAR].members.pop(BOT)
    return lambda: list(_carefully(_discord, read_settings()))


def test_all_is_well(findings):
    """Where all is well each thing is said to be."""
    assert findings() == [
        Finding("ok", "Discord takes the token: netbot."),
        Finding("ok", "The Discord bot is in Home."),
    ]


def test_a_wrong_token(findings, monkeypatch):
    """A token that Discord does not take is told with what to do."""
    monkeypatch.setenv("DISCORD_TOKEN", "wrong")
    (finding,) = findings()
    assert (finding.level, finding.text) == ("wrong", "Discord does not take the token. Check DISCORD_TOKEN.")


def test_message_content_is_not_granted(findings, discord):
    """That message contents are not granted is noted with what follows from it."""
    discord.world.intents_granted = False
    assert [each.level for each in findings()] == ["ok", "note", "ok"]


def test_a_public_bot(findings, discord):
    """That anybody may invite the bot is noted."""
    discord.world.public_bot = True
    assert "anybody may invite it" in findings()[1].text


def test_a_guild_that_the_policy_does_not_list(findings, discord):
    """A guild the bot is in that the policy does not list is told."""
    discord.world.guilds[FAR].members[BOT] = {"roles": []}
    assert "Far away, which the policy does not list" in findings()[-1].text


def test_a_permission_that_is_missing(findings, discord):
    """A permission the bot lacks in a guild is told with what it is for."""
    discord.world.guilds[HOME].permissions &= ~(1 << 35)
    wrong = [each.text for each in findings() if each.level == "wrong"]
    assert (
        "In Home the bot lacks the permission CREATE_PUBLIC_THREADS: with it, it opens a thread on a question." in wrong
    )


def test_discord_is_away(findings, monkeypatch):
    """Where Discord does not answer that is said."""
    monkeypatch.setenv("DISCORD_API_URL", "http://127.0.0.1:9/api/v10")
    (finding,) = findings()
    assert finding.level == "wrong"


def test_no_policy(findings, monkeypatch):
    """Without a policy nobody would be answered."""
    monkeypatch.delenv("NETBOT_POLICY")
    assert "nobody in Discord is answered" in findings()[-1].text
