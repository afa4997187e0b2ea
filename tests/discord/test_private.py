"""What one person alone may see: commands, mentions and presses of somebody who reads with a token of their own."""

import pytest

from adapters.discord.commands import LINK
from tests.discord.rig import rows_of, text_of
from tests.fakes.discord import gateway_interactions as acts
from tests.fakes.discord.state import ANN, BEN, BOT, EPHEMERAL, NET


@pytest.fixture
def linked(guild, standin):
    """Ben, with a NetBox token of his own."""
    opened = guild.command(LINK, person=BEN)
    acts.submit(guild.world, opened, {"netbox_token": standin.token_reader})
    guild.settle()
    yield BEN
    guild.command("unlink", person=BEN)


def alone(guild, person, channel):
    """What the bot shows to one person there, in order."""
    seen = guild.world.seen(person, channel)
    return [each for each in seen if each["author"]["id"] == BOT and each["flags"] & EPHEMERAL]


def test_a_private_answer_grows_where_it_is_seen(guild, linked):
    """Behind [Show me] a list grows in the message that its asker alone sees; the thread shows nothing of it."""
    said = guild.mention("which devices are there?", person=linked)
    guild.work()
    (note,) = guild.world.posted(said["id"])
    guild.press(note, "Show me", person=linked)
    (shown,) = alone(guild, linked, said["id"])
    assert len(rows_of(shown)) == 10
    for rows in (20, 30):
        guild.press(shown, "Show", person=linked)
        guild.work()
        (shown,) = alone(guild, linked, said["id"])
        assert len(rows_of(shown)) == rows
    everybody = [each for each in guild.world.seen(ANN, said["id"]) if each["author"]["id"] == BOT]
    assert [rows_of(each) for each in everybody] == [[]]


def test_a_private_command_grows_where_it_is_seen(guild, linked):
    """A command's private answer grows in place as well, and nobody else has seen anything of it."""
    before = [each["id"] for each in guild.world.seen(ANN)]
    made = guild.command("ask", {"question": "which devices are there?"}, person=linked)
    guild.work()
    shown = guild.world.channels[NET].message(made.original)
    guild.press(shown, "Show", person=linked)
    guild.work()
    shown = guild.world.channels[NET].message(made.original)
    assert len(rows_of(shown)) == 20
    assert [each["id"] for each in guild.world.seen(ANN)] == before


def test_what_others_have_listed_is_read_anew(guild, linked):
    """Who presses Show more under another's list with a token of their own gets what they may see, alone; the list stays as it was."""
    (listed,) = guild.ask("which devices are there?")
    guild.press(listed, "Show", person=linked)
    guild.work()
    (still,) = [each for each in guild.world.posted(listed["channel_id"]) if not each["flags"] & EPHEMERAL]
    assert rows_of(still) == rows_of(listed)
    (shown,) = alone(guild, linked, listed["channel_id"])
    assert "devices" in text_of(shown)
