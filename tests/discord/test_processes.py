"""The commands as they are run: `netbot discord` and `netbot worker` as processes of their own, really killed."""

from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.discord.invite import PERMISSIONS
from bot.discord_app import require
from bot.settings import read_settings
from orchestration.errors import Misconfigured
from tests.discord.rig import text_of
from tests.fakes.at_work import command, running, wait_for
from tests.fakes.discord.state import ANN, APPLICATION, BOT


def asked(discord, text):
    return discord.world.said(ANN, f"<@{BOT}> {text}", mentions=[BOT])["id"]


def answered(discord, thread):
    """What is posted in a thread when nothing is under way there any more."""

    def found():
        posted = discord.world.posted(thread)
        return posted if not any(text_of(each).endswith(" ...*") for each in posted) else []

    return wait_for(found, within=60)


def test_listener_and_worker(discord, settings, tmp_path):
    """A listener is killed; the next answers what was asked meanwhile, once, and ends when it is told to."""
    log = tmp_path / "log"
    with running("worker", log=log):
        with running("discord", log=log) as first:
            discord.gateway.connected(within=60)
            (answer,) = answered(discord, asked(discord, "which sites are there?"))
            assert "sites" in text_of(answer)
            first.kill()
            first.wait(30)
        discord.gateway.alone()
        thread = asked(discord, "which racks are there?")
        with running("discord", log=log) as second:
            (answer,) = answered(discord, thread)
            assert "racks" in text_of(answer)
            second.terminate()
            assert second.wait(30) == 0
    assert (len(discord.gateway.identified), len(discord.gateway.resumed)) == (1, 1)
    assert discord.world.token not in log.read_text()


def test_what_is_missing(settings, monkeypatch):
    """Without what it cannot do without the listener refuses, in a sentence."""
    for missing in ("DISCORD_TOKEN", "NETBOX_URL", "REDIS_URL"):
        with monkeypatch.context() as patched:
            patched.delenv(missing)
            with pytest.raises(Misconfigured) as wrong:
                require(read_settings())
        assert wrong.value.sentence == f"{missing} is not set. docs/discord.md says where each comes from."


def test_the_invitation(discord, settings, monkeypatch, capsys):
    """The link invites the bot of the token with its permissions, and no more."""
    _, printed, _ = command(monkeypatch, capsys, "discord", "invite")
    asked_for = parse_qs(urlsplit(printed.strip()).query)
    assert asked_for["client_id"] == [APPLICATION]
    assert asked_for["scope"] == ["bot applications.commands"]
    granted = int(asked_for["permissions"][0])
    assert granted == sum(bit for bit, _ in PERMISSIONS.values())
    assert not granted & (1 << 3)
