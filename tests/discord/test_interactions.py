"""Commands, presses and forms: acknowledged in time, stored once, private where they must be."""

import pytest
from structlog.testing import capture_logs

from adapters.discord.commands import MENU, commands
from adapters.discord.handover import Handover
from adapters.discord.interactions import BROKE, NOBODY
from adapters.redis.cache import RedisCache
from adapters.redis.connect import connect
from bot.settings import read_settings
from orchestration.errors import StoreUnavailable
from orchestration.messages import Address, Blank, Reply, Sheet, prose
from tests.discord.rig import labels, text_of
from tests.fakes.discord import gateway_interactions as acts
from tests.fakes.discord.state import ANN, AWAY, BEN, EPHEMERAL, GUS, HOME, NET

CALLBACK_DEFER, CALLBACK_SAY, CALLBACK_MODAL = 5, 4, 9


def last_seen(guild, person=ANN, channel=NET):
    """The latest that a person sees in a channel."""
    return guild.world.seen(person, channel)[-1]


def test_a_command_is_answered_in_place(guild):
    """A command is deferred for all to see, and answered in the message that says so, by the interaction's own token."""
    made = guild.command("ask", {"question": "which sites are there?"})
    assert (made.answered, made.ephemeral) == (CALLBACK_DEFER, False)
    guild.work()
    answer = guild.world.channels[NET].message(made.original)
    assert "sites" in text_of(answer)
    assert not answer["flags"] & EPHEMERAL


def test_help_is_private(guild):
    """Help is for who asked, and its examples can be pressed."""
    made = guild.command("help")
    assert made.ephemeral
    guild.work()
    answer = guild.world.channels[NET].message(made.original)
    assert answer["flags"] & EPHEMERAL
    assert labels(answer)


@pytest.mark.parametrize(
    ("sub", "name"), [("site", "Hamburg DC"), ("device", "ham1-rtr01"), ("rack", "A01 in Hamburg DC")]
)
def test_looking_something_up(guild, sub, name):
    """A name that was completed finds its object."""
    made = guild.command(sub, {"name": name})
    guild.work()
    assert name.split(" in ")[0] in text_of(guild.world.channels[NET].message(made.original))


def test_a_command_in_a_thread(guild):
    """Used in the bot's thread a command belongs to its conversation."""
    (answer,) = guild.ask("which sites are there?")
    made = guild.command("ask", {"question": "only the active ones"}, channel=answer["channel_id"])
    guild.work()
    assert "active" in text_of(guild.world.channels[answer["channel_id"]].message(made.original)).casefold()


def test_the_conversation_goes_on_in_a_thread_on_the_answer(guild):
    """A thread opened on a command's answer goes on with its conversation, without a mention by who asked."""
    made = guild.command("ask", {"question": "which sites are there?"})
    guild.work()
    thread = guild.world.open_thread(NET, "sites", id_=made.original, owner=ANN)
    guild.say("how many of them are planned?", channel=thread.id)
    guild.work()
    (answer,) = guild.world.posted(thread.id)
    assert "planned" in text_of(answer).casefold()


def test_the_command_on_a_message(guild):
    """ "Ask NetBox about this" asks what a message says."""
    said = guild.say("show me ham1-rtr01", person=BEN)
    made = acts.menu(guild.world, MENU, said)
    guild.settle()
    guild.work()
    assert "ham1-rtr01" in text_of(guild.world.channels[NET].message(made.original))


def test_a_message_without_words(guild):
    """A message of which nothing can be read is said to be one."""
    made = acts.menu(guild.world, MENU, guild.say("", person=BEN))
    guild.settle()
    assert made.answered == CALLBACK_SAY


def test_proposals(guild):
    """The changes that wait are told to who asked for them, and to nobody else."""
    guild.ask('create VLAN 3201 "Waits here" in Hamburg DC')
    guild.command("proposals")
    assert "VLAN" in last_seen(guild)["content"]
    guild.command("proposals", person=BEN)
    assert "Waits" not in last_seen(guild, BEN)["content"]
    assert last_seen(guild, BEN)["flags"] & EPHEMERAL


def test_a_guild_that_is_not_listed_is_left_unanswered(guild):
    """In a guild that the policy does not list an interaction is answered by nothing."""
    made = guild.command("ask", {"question": "which sites are there?"}, person=GUS, channel=AWAY)
    assert made.answered is None


def test_direct_messages_of_nobody(guild):
    """Who is no member of the home guild is told so in a direct message, and nothing else."""
    made = guild.command("ask", {"question": "which sites are there?"}, person=GUS, channel=guild.world.direct(GUS).id)
    assert made.answered == CALLBACK_SAY
    assert guild.world.channels[made.channel].messages[-1]["content"] == NOBODY


@pytest.mark.parametrize("trouble", [("500",), ("lost before",), ("lost after",)])
def test_an_acknowledgement_that_is_lost_is_sent_again(guild, trouble):
    """Nobody comes back to a press or a command that was not acknowledged: it is tried once more at once, and taken once."""
    guild.discord.rest.fail("respond", trouble)
    made = guild.command("ask", {"question": "which sites are there?"})
    guild.work()
    assert "sites" in text_of(guild.world.channels[NET].message(made.original))
    guild.discord.rest.fail("respond", trouble)
    guild.command("proposals")
    assert last_seen(guild)["flags"] & EPHEMERAL


def test_feedback(guild):
    """A thumb is taken with a word, and changes nothing that is shown."""
    (answer,) = guild.ask("which sites are there?")
    made = guild.press(answer, "👍")
    guild.work()
    assert made.answered == CALLBACK_SAY
    assert guild.world.posted(answer["channel_id"])[0]["components"] == answer["components"]


def test_the_store_is_away(guild, monkeypatch):
    """A command that cannot be stored is told in the place of its answer; a press, to who pressed."""
    (answer,) = guild.ask("which devices are there?")

    def away(*_):
        raise StoreUnavailable("Redis does not answer.")

    monkeypatch.setattr(Handover, "ask", away)
    made = guild.command("ask", {"question": "which sites are there?"})
    assert "Redis does not answer" in guild.world.channels[NET].message(made.original)["content"]
    made = guild.press(answer, "Show")
    assert made.answered == CALLBACK_SAY


def test_the_store_hangs(guild, monkeypatch):
    """A Redis that takes commands and answers none is given up while Discord still waits: the person is told."""
    monkeypatch.setattr(guild.world, "respond_within", 1.6)
    (answer,) = guild.ask("which devices are there?")
    with connect(read_settings().redis_url.get_secret_value()) as beside:
        beside.execute_command("CLIENT", "PAUSE", 1800, "ALL")
    made = guild.press(answer, "Show")
    assert made.answered == CALLBACK_SAY
    assert "Redis does not answer" in last_seen(guild, channel=answer["channel_id"])["content"]


def test_too_late(guild, monkeypatch):
    """A command that Discord takes no acknowledgement of any more is dropped: the person was told that it failed."""
    monkeypatch.setattr(guild.world, "respond_within", -1.0)
    made = guild.command("ask", {"question": "which sites are there?"})
    assert (made.answered, guild.taken()) == (None, None)


def test_after_fifteen_minutes(guild, monkeypatch):
    """An answer that comes after the token's life is there all the same, by the bot's own."""
    made = guild.command("ask", {"question": "which sites are there?"})
    monkeypatch.setattr(guild.world, "token_life", -1.0)
    guild.work()
    assert "sites" in text_of(guild.world.channels[NET].message(made.original))


def test_a_missing_value_in_a_form(guild):
    """What a create lacks is typed into a form, and the preview shows it."""
    (question,) = guild.ask("create a VLAN in Hamburg DC")
    opened = guild.press(question, labels(question)[0])
    assert opened.answered == CALLBACK_MODAL
    fields = {each["component"]["custom_id"]: each["label"] for each in opened.modal["components"]}
    typed = {name: "3301" if "ID" in label else "Typed in" for name, label in fields.items()}
    acts.submit(guild.world, opened, typed, message=question)
    guild.settle()
    guild.work()
    preview = guild.world.posted(question["channel_id"])[-1]
    assert any(each.startswith("Create VLAN 3301") for each in labels(preview))


def test_what_nobody_foresaw(guild, monkeypatch):
    """Whatever breaks while an interaction is taken, the person is told, and the next is taken."""
    monkeypatch.setattr(Handover, "ask", lambda *_: 1 / 0)
    with capture_logs() as logs:
        made = guild.command("ask", {"question": "which sites are there?"})
    assert "discord_event_broke" in {each["event"] for each in logs}
    assert guild.world.channels[NET].message(made.original)["content"] == BROKE
    monkeypatch.undo()
    assert guild.command("proposals").answered == CALLBACK_SAY


def test_a_command_that_comes_again(guild):
    """A command told again after its process died is gone on with, once."""
    made = guild.command("ask", {"question": "which sites are there?"})
    (session,) = [each for each in guild.discord.gateway.sessions.values() if each.connection]
    again = next(data for _, event, data in reversed(session.told) if event == "INTERACTION_CREATE")
    guild.discord.gateway.tell("INTERACTION_CREATE", again)
    guild.settle()
    guild.work()
    answers = [
        each for each in guild.world.posted(NET) if (each.get("interaction_metadata") or {}).get("id") == made.id
    ]
    assert len(answers) == 1
    assert "sites" in text_of(answers[0])


# Forms.

BLANKS = tuple(Blank(name=f"f{at}", label=f"Field {at}", kind="number" if at == 1 else "line") for at in range(7))
SHEET = Sheet(ref="change:form:p1", opener="Fill it in", title="Seven fields", submit="Send", blanks=BLANKS)


@pytest.fixture
def asked(guild):
    """A message with a button that opens a form of seven fields, in its thread."""
    said = guild.mention("which sites are there?")
    guild.work()
    address = Address(platform="discord", place=HOME, channel=NET, thread=said["id"])
    reply = Reply(
        turn=f"t{said['id']}",
        kind="question",
        intent="create",
        parts=(prose("What is missing?"),),
        sheet=SHEET,
        person=ANN,
    )
    guild.road.outboxes["discord"].deliver(address, reply.turn, reply, ())
    return guild.world.posted(said["id"])[-1]


def test_a_form_of_two_pages(guild, asked):
    """A form of more fields than a modal holds goes on behind a Continue button, and is sent once, whole."""
    opened = guild.press(asked, "Fill it in")
    assert opened.answered == CALLBACK_MODAL
    assert len(opened.modal["components"]) == 5
    acts.submit(guild.world, opened, {"f0": "a", "f1": "2", "f2": "c", "f3": "d", "f4": "e"}, message=asked)
    guild.settle()
    between = last_seen(guild, channel=asked["channel_id"])
    again = guild.press(between, "Continue")
    assert [each["component"]["custom_id"] for each in again.modal["components"]] == ["f5", "f6"]
    acts.submit(guild.world, again, {"f5": "f", "f6": "g"}, message=between)
    guild.settle()
    form = guild.taken()
    assert (form.kind, form.ref, form.address.thread) == ("form", SHEET.ref, asked["channel_id"])
    assert form.values == {"f0": "a", "f1": "2", "f2": "c", "f3": "d", "f4": "e", "f5": "f", "f6": "g"}


def test_what_is_wrong_in_a_form(guild, asked):
    """What cannot be right is told at once, what was typed is kept, and nothing is sent on."""
    opened = guild.press(asked, "Fill it in")
    acts.submit(guild.world, opened, {"f0": "a", "f1": "two", "f2": "c", "f3": "d", "f4": "e"}, message=asked)
    guild.settle()
    told = last_seen(guild, channel=asked["channel_id"])
    assert "Write a number" in told["content"]
    again = guild.press(told, "Correct it")
    assert [each["component"].get("value") for each in again.modal["components"]] == ["a", "two", "c", "d", "e"]
    assert guild.taken() is None


def test_a_form_that_is_gone(guild, asked):
    """A form that is no longer kept is said to be gone."""
    RedisCache(guild.client).put(f"discord:sheet:t{asked['channel_id']}", b"{}", 60)
    assert guild.press(asked, "Fill it in").answered == CALLBACK_SAY


def test_linking(guild, standin):
    """A token is asked for in a form, checked, used from then on, and in nothing that is kept readable; then answers are private."""
    opened = guild.command("link", person=BEN)
    assert opened.answered == CALLBACK_MODAL
    acts.submit(guild.world, opened, {"netbox_token": standin.token_admin})
    guild.settle()
    assert "is linked" in last_seen(guild, BEN)["content"]
    made = guild.command("ask", {"question": "which sites are there?"}, person=BEN)
    assert made.ephemeral
    guild.work()
    kept = [guild.client.dump(key) or b"" for key in guild.client.keys("*")]
    assert not any(standin.token_admin.encode() in each for each in kept)
    said = guild.mention("which sites are there?", person=BEN)
    guild.work()
    (note,) = guild.world.posted(said["id"])
    assert "sites" not in text_of(note)
    guild.press(note, "Show me", person=ANN)
    assert "somebody else" in last_seen(guild, channel=said["id"])["content"]
    guild.press(note, "Show me", person=BEN)
    shown = last_seen(guild, BEN, said["id"])
    assert shown["flags"] & EPHEMERAL
    assert "sites" in text_of(shown)
    guild.command("unlink", person=BEN)
    assert "is removed" in last_seen(guild, BEN)["content"]


def test_a_wrong_token(guild):
    """A token that NetBox does not take is linked to nobody."""
    opened = guild.command("link", person=BEN)
    acts.submit(guild.world, opened, {"netbox_token": "nbt_wrong.wrong"})
    guild.settle()
    assert "linked" not in last_seen(guild, BEN)["content"]


def test_commands_are_within_the_limits():
    """Commands are what Discord takes: names, descriptions and options in their lengths; linking is offered where it is switched on alone."""
    slash, menu = commands(linking=True)
    assert (menu["type"], "description" in menu) == (3, False)
    for each in [slash, *slash["options"], *(option for sub in slash["options"] for option in sub["options"])]:
        assert each["name"] == each["name"].lower()
        assert 1 <= len(each["description"]) <= 100
    assert {each["name"] for each in slash["options"]} - {
        each["name"] for each in commands(linking=False)[0]["options"]
    } == {"link", "unlink"}
