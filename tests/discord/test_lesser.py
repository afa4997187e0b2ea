"""Where less is told than Discord tells, by who stands in for it: questions are answered all the same."""

import pytest
from structlog.testing import capture_logs

from adapters.discord.client import GatewayClient
from tests.discord.rig import listening, rows_of, text_of
from tests.fakes.discord import gateway_interactions as acts
from tests.fakes.discord.state import BOT, NET


@pytest.fixture
def lesser(discord, settings, monkeypatch):
    """A Discord that tells no more than a small stand-in: no addresses but those of messages, no compression, no resumption."""
    monkeypatch.setenv("DISCORD_GATEWAY_URL", discord.gateway.url)
    monkeypatch.setattr("adapters.discord.socket.ANSWERED_WITHIN", 0.2)
    monkeypatch.setattr("adapters.discord.client._ALIVE", 0.1)
    monkeypatch.setattr(GatewayClient, "before_identify_hook", _at_once)
    discord.rest.lacking = {"get_me", "get_application", "get_gateway", "put_commands", "typing", "get_channel"}
    discord.rest.content_type = "application/json; charset=utf-8"
    discord.gateway.plain = discord.world.threads_apart = True
    return discord


async def _at_once(_client, _shard, *, initial):
    return None


def test_a_conversation_where_little_is_told(lesser):
    """Who the bot is is learned of the gateway; threads go by the ids they are given; a resumption without an answer is an identification anew."""
    world = lesser.world
    with listening(lesser) as running:
        said = running.say(f"<@{BOT}> which devices are there?")
        running.work()
        thread = next(each for each in world.channels.values() if each.is_thread)
        assert thread.id != said["id"]
        (answer,) = world.posted(thread.id)
        running.press(answer, "Show")
        running.say("how many of them are active?", channel=thread.id)
        running.work()
        grown, told = world.posted(thread.id)
        assert len(rows_of(grown)) == 20
        assert "active" in text_of(told)
        running.die()
    with listening(lesser) as running:
        running.mention("which sites are there?", channel=thread.id)
        running.work()
    assert "sites" in text_of(world.posted(thread.id)[-1])


def test_events_that_lack_what_the_library_reads(running, discord):
    """No field that an event lacks ends the connection."""
    with capture_logs() as logs:
        for event in ("GUILD_CREATE", "THREAD_CREATE", "GUILD_MEMBER_UPDATE", "MESSAGE_CREATE", "INTERACTION_CREATE"):
            discord.gateway.tell(event, {"type": 0})
        running.settle()
    assert {each["gateway_event"] for each in logs} == {"THREAD_CREATE", "MESSAGE_CREATE", "INTERACTION_CREATE"}
    running.mention("which sites are there?")
    assert running.taken() is not None
    assert len(discord.gateway.identified) == 1


def test_messages_whose_ids_tell_no_time(running):
    """An id that merely counts is one of now: its edit is taken up."""
    said = running.mention("which sits are there?", id="17")
    running.edit(said, said["content"].replace("sits", "sites"))
    assert running.taken().text == "which sites are there?"


@pytest.mark.parametrize("codes_are_statuses", [False, True])
def test_a_command_where_nothing_is_known_of_its_answer(lesser, codes_are_statuses):
    """Where an interaction's answer is neither told nor taken by its token, nor a missing message answered, the bot's own token answers in the channel."""
    lesser.rest.codes_are_statuses = codes_are_statuses
    lesser.rest.needs_what_is_answered = True
    lesser.rest.lacking |= {"follow_up", "get_answer", "edit_answer", "start_thread", "respond"}
    with listening(lesser) as running:
        made = acts.command(lesser.world, "ask", {"question": "which sites are there?"})
        running.settle()
        assert made.answered is None
        lesser.rest.lacking.discard("respond")
        running.command("ask", {"question": "which sites are there?"})
        running.work()
        told = [text_of(each) for each in lesser.world.posted(NET)]
    assert any("sites" in each for each in told)


def test_an_interaction_that_names_no_application(guild):
    """Whose application an interaction is for needs not be told."""
    tell, guild.world.listeners[:] = guild.world.listeners[0], []
    guild.world.listeners.append(
        lambda event, data: tell(event, {k: v for k, v in data.items() if k != "application_id"})
    )
    try:
        made = guild.command("ask", {"question": "which sites are there?"})
    finally:
        guild.world.listeners[:] = [tell]
    guild.work()
    assert "sites" in text_of(guild.world.channels[NET].message(made.original))
