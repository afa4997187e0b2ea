"""The gateway: what is heard over it, and what becomes of it when connections end, sessions are invalid, processes start anew."""

import re

import pytest
from discord import Interaction

from adapters.discord import incoming
from adapters.discord.client import GatewayClient
from adapters.discord.serving import Listening, least_intents
from orchestration.errors import Misconfigured
from tests.discord.rig import listening, rows_of, text_of
from tests.fakes.at_work import wait_for
from tests.fakes.discord.state import ANN, BOT, HOME, OPERATORS


def test_least_intents(running, discord):
    """Guilds, messages, direct messages and message content are asked for, nothing of members or presences."""
    (session,) = discord.gateway.connected()
    assert session.intents == (1 << 0) | (1 << 9) | (1 << 12) | (1 << 15)


def test_message_content_not_granted(discord, settings):
    """Where message content is not granted it is not asked for, and the bot listens all the same."""
    discord.world.intents_granted = False
    with listening(discord) as running:
        (session,) = discord.gateway.connected()
        assert not session.intents & (1 << 15)
        running.mention("which sites are there?")
        assert running.taken().text == "which sites are there?"


def test_what_the_flags_do_not_tell(discord, settings):
    """Whether message content is granted is the gateway's word, whatever the application's flags tell."""
    discord.world.tells_flags = False
    with listening(discord) as running:
        (session,) = discord.gateway.connected()
        assert session.intents & (1 << 15)
        thread = running.mention("which sites are there?")["id"]
        running.taken()
        running.say("only the active ones", channel=thread)
        assert running.taken().text == "only the active ones"


def test_what_nobody_foresaw_in_a_connection(discord, settings, monkeypatch):
    """A connection that breaks over something nobody foresaw is opened anew."""
    listen, broken = GatewayClient.listen, []

    async def breaking(client, *given):
        if not broken:
            broken.append(client)
            raise KeyError("shard")
        await listen(client, *given)

    monkeypatch.setattr(GatewayClient, "listen", breaking)
    monkeypatch.setattr("adapters.discord.serving._FIRST_PAUSE", 0.01)
    with listening(discord) as running:
        running.mention("which sites are there?")
        assert running.taken() is not None
    assert broken


async def _at_once(_client, _shard, *, initial):
    return None


def test_a_wrong_token(discord, settings, monkeypatch):
    """A token that Discord does not take is told in a sentence."""
    discord.world.token = "another"
    with pytest.raises(Misconfigured, match="does not take the token"):
        Listening("wrong", discord.url, None, None, None, None).run()


def test_reconnect_as_asked(running, discord):
    """Asked to reconnect (opcode 7) the bot resumes, and hears what was said meanwhile, once."""
    discord.gateway.reconnect()
    discord.world.said(ANN, f"<@{BOT}> which sites are there?", mentions=[BOT])
    discord.gateway.resumptions(1)
    running.settle()
    assert running.taken().text == "which sites are there?"
    assert running.taken() is None


def test_a_connection_that_is_dead(discord, settings, monkeypatch):
    """A gateway that acknowledges no heartbeat and says nothing is left, and its session resumed."""
    monkeypatch.setattr("adapters.discord.client.SILENT", 0.5)
    discord.gateway.interval = 0.2
    with listening(discord) as running:
        discord.gateway.silent = True
        discord.gateway.resumptions(1)
        discord.gateway.silent = False
        running.mention("which sites are there?")
        assert running.taken() is not None


def test_several_shards(discord, settings, monkeypatch):
    """Several connections hear of their guilds; one that identifies too soon does so again."""
    monkeypatch.setenv("DISCORD_SHARDS", "2")
    monkeypatch.setattr(GatewayClient, "before_identify_hook", _at_once)
    discord.gateway.identify_every = 0.1
    with listening(discord) as running:
        sessions = discord.gateway.connected(2)
        assert sorted(each.shard for each in sessions) == [(0, 2), (1, 2)]
        running.mention("which sites are there?")
        running.say("which racks are there?", channel=discord.world.direct(ANN).id)
        assert {running.taken().text, running.taken().text} == {"which sites are there?", "which racks are there?"}


def test_a_cut_connection(running, discord):
    """A connection that is cut is resumed."""
    discord.gateway.drop()
    discord.gateway.resumptions(1)
    running.mention("which sites are there?")
    assert running.taken() is not None


def test_an_invalid_session_that_can_be_resumed(running, discord):
    """Invalid Session with `true` is resumed."""
    discord.gateway.invalidate(resumable=True)
    discord.gateway.resumptions(1)
    assert len(discord.gateway.identified) == 1


def test_a_new_process_goes_on(discord, settings):
    """What is said while no process listens is heard by the next one, once; what was heard before is not heard again."""
    with listening(discord) as running:
        running.mention("which sites are there?")
        assert running.taken().text == "which sites are there?"
    discord.world.said(ANN, f"<@{BOT}> which racks are there?", mentions=[BOT])
    with listening(discord) as running:
        assert len(discord.gateway.identified) == 1
        assert running.taken().text == "which racks are there?"
        assert running.taken() is None


def test_two_listeners(discord, settings, monkeypatch):
    """Who starts while another listens takes no session from it; what both hear is one turn."""
    monkeypatch.setattr("adapters.discord.client.NOTED_EVERY", 0.05)
    monkeypatch.setattr("adapters.discord.client._ALIVE", 0.5)
    with listening(discord) as one, listening(discord, beside=1):
        discord.world.said(ANN, f"<@{BOT}> which sites are there?", mentions=[BOT])
        assert wait_for(one.taken).text == "which sites are there?"
        assert (len(discord.gateway.identified), discord.gateway.resumed) == (2, [])
    assert one.taken() is None


def test_a_session_that_is_over_starts_anew(discord, settings, monkeypatch):
    """A process whose session Discord has forgotten identifies anew."""
    monkeypatch.setattr(GatewayClient, "before_identify_hook", _at_once)
    with listening(discord):
        pass
    for each in discord.gateway.sessions.values():
        each.ended = True
    with listening(discord) as running:
        assert len(discord.gateway.identified) == 2
        running.mention("which sites are there?")
        assert running.taken() is not None


def test_the_gateway_of_the_setting(discord, settings, monkeypatch):
    """DISCORD_GATEWAY_URL is gone to whatever Discord names, at a resumption too."""
    monkeypatch.setenv("DISCORD_GATEWAY_URL", discord.gateway.url)
    discord.gateway.named = discord.world.gateway_url = "ws://127.0.0.1:9"
    with listening(discord):
        discord.gateway.reconnect()
        discord.gateway.resumptions(1)
        assert len(discord.gateway.identified) == 1


def test_commands_are_registered_once(discord, settings):
    """A second start registers no commands; changed ones are registered."""
    for linking, calls in (("on", 1), ("on", 1), ("off", 2)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("NETBOT_DISCORD_LINKING", linking)
            with listening(discord):
                wait_for(lambda calls=calls: discord.rest.calls["put_commands"] == calls)
    names = [each["name"] for each in discord.world.commands[0]["options"]]
    assert names == ["ask", "site", "device", "rack", "prefix", "proposals", "help"]


def test_commands_that_are_refused_are_plainer(discord, settings):
    """Where not all that a command says of itself is known, it is registered with what it cannot do without, once."""
    discord.rest.fail("put_commands", ("error", 50035))
    for _ in range(2):
        with listening(discord):
            wait_for(lambda: discord.rest.calls["put_commands"] == 2)
    slash, menu = discord.world.commands
    (question,) = slash["options"][0]["options"]
    assert set(question) == {"type", "name", "description", "required"}
    assert not {"contexts", "integration_types"} & set(menu)


def test_a_guild_that_removes_the_bot(running, discord):
    """What is kept of a guild goes when it removes the bot; a guild that is merely away keeps it."""
    running.mention("which sites are there?")
    discord.gateway.tell("GUILD_DELETE", {"id": HOME, "unavailable": True})
    running.settle()
    assert running.client.keys(f"*inbox*{HOME}*")
    discord.gateway.tell("GUILD_DELETE", {"id": HOME})
    running.settle()
    assert not running.client.keys(f"*discord/{HOME}/*")


@pytest.mark.parametrize("kind", ["killed", "ended"])
def test_a_restart(discord, settings, kind, monkeypatch):
    """A question asked while the listener was down is answered by the next one, once, in its thread; buttons from before work."""
    monkeypatch.setattr("adapters.discord.client._ALIVE", 0.1)
    with listening(discord) as running:
        (before,) = running.ask("which devices are there?")
        if kind == "killed":
            # No word is noted at the end: what was taken care of in the last second comes again.
            running.die()
    said = discord.world.said(ANN, f"<@{BOT}> which sites are there?", mentions=[BOT])
    with listening(discord) as running:
        running.work()
        (answer,) = discord.world.posted(said["id"])
        assert re.search(r"\d+ sites", text_of(answer))
        running.press(before, "Show")
        running.work()
        (grown,) = discord.world.posted(before["channel_id"])
        assert len(rows_of(grown)) == 20


def test_what_the_library_keeps_to_itself(discord, settings):
    """The library's own that is used beyond what it offers is there: what keeps shards and their events, and what reads events."""
    assert list(GatewayClient(least_intents(content=True), 1, None)._connection.parsers) == []
    with listening(discord) as running:
        (client,) = running.clients
        assert set(client._shards) == {0}
        assert client._events.empty()


def test_what_a_dynamic_item_would_be_told(discord, settings):
    """Why presses are read raw: after a resumption by a new process the library's own reading knows no roles, and a missing field breaks it."""
    told = []
    with listening(discord) as running:
        discord.world.listeners.append(lambda event, data: told.append(data) if event == "INTERACTION_CREATE" else None)
        (answer,) = running.ask("which devices are there?")
    with listening(discord) as running:
        assert len(discord.gateway.resumed) == 1
        running.press(answer, "Show", person=ANN)
        state = running.clients[-1]._connection
        read = Interaction(data=told[-1], state=state)
        assert [role.id for role in read.user.roles] == []
        assert incoming.presser(told[-1]).groups == (OPERATORS,)
        with pytest.raises(KeyError):
            Interaction(
                data={name: value for name, value in told[-1].items() if name != "attachment_size_limit"}, state=state
            )
        running.work()
        assert len(rows_of(discord.world.posted(answer["channel_id"])[0])) == 20
