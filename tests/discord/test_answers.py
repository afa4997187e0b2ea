"""How commands and presses are answered: in place, for one person alone, after their token's fifteen minutes."""

import time

from adapters.discord.buttons import opener, revealer
from adapters.discord.handover import Asked
from orchestration.messages import Address, Blank, Sheet, prose
from tests.discord.posting import asked_by, reply, texts
from tests.fakes.discord.rest_limits import walk
from tests.fakes.discord.state import ANN, BEN, EPHEMERAL, HOME, NET


def test_a_command_is_answered_where_it_was_deferred(world, outbox, handover):
    """The answer takes the place of the message that says it is thought about; what needs an answer opens a thread there."""
    made = asked_by(world, handover)
    address = Address(platform="discord", place=HOME, channel=NET, thread=made.original)
    ids = outbox.deliver(address, "t1", reply("Which rack?", kind="question"), ())
    (posted,) = world.posted(NET)
    assert (ids, texts([posted])) == ((f"{NET}/{made.original}",), ["Which rack?"])
    assert posted["flags"] & 128 == 0
    assert world.channels[made.original].name == "sites"
    outbox.deliver(address, "t2", reply("Done.", turn="t2", asked="m2"), ())
    assert texts(world.posted(made.original)) == ["Done."]


def test_a_command_whose_token_is_no_longer_good(world, outbox, handover):
    """After fifteen minutes the same message is filled in by the bot's token, whether the clock tells or Discord does."""
    for at, life, turn in ((time.time() - 901, 900.0, "t1"), (time.time(), -1.0, "t2")):
        world.token_life = life
        made = asked_by(world, handover, at=at)
        address = Address(platform="discord", place=HOME, channel=NET, thread=made.original)
        assert outbox.deliver(address, turn, reply(turn=turn), ()) == (f"{NET}/{made.original}",)
        assert world.channels[NET].message(made.original)["edits"] == 1


def test_a_private_command_is_answered_privately(world, outbox, handover):
    """What was deferred for the person alone is seen by them alone."""
    made = asked_by(world, handover, ephemeral=True)
    address = Address(platform="discord", place=HOME, channel=NET, thread=made.original)
    ids = outbox.deliver(address, "t1", reply(private=True), ())
    assert ids == (f"{NET}/{made.original}/alone",)
    assert (len(world.seen(ANN)), world.seen(BEN)) == (1, [])


def test_a_private_answer_to_a_public_command(world, outbox, handover):
    """Where the command was acknowledged for all, the answer follows for the person alone, once."""
    made = asked_by(world, handover)
    address = Address(platform="discord", place=HOME, channel=NET, thread=made.original)
    ids = outbox.deliver(address, "t1", reply(private=True), ())
    assert outbox.deliver(address, "t1", reply(private=True), ()) == ids
    assert texts(world.seen(BEN)) == ["I answered this privately: only who asked sees it."]
    assert texts(world.seen(ANN))[1:] == ["3 sites."]
    assert handover.belongs(ids[1].split("/")[1]) == address


def test_a_private_answer_to_a_press(world, outbox, handover, thread):
    """What is pressed is answered privately by the press itself; pressed under such an answer, that one changes."""
    shown = world.said("900000000000000001", "x", channel=thread.thread)
    asked_by(world, handover, deferred=False, channel=thread.thread, message=shown["id"])
    (id_,) = outbox.deliver(thread, "t1", reply("10 of 41.", private=True), ())
    alone = id_.split("/")[1]
    assert [each["id"] for each in world.seen(BEN, thread.thread)] == [shown["id"]]
    made = asked_by(world, handover, deferred=False, channel=thread.thread, message=alone, ephemeral=True, asked="m2")
    made.ephemeral = True
    again = outbox.deliver(thread, "t2", reply("20 of 41.", private=True, turn="t2", amends="t1", asked="m2"), (id_,))
    assert again == (id_,)
    assert texts([each for each in world.seen(ANN, thread.thread) if each["flags"] & EPHEMERAL]) == ["20 of 41."]


def test_a_private_answer_to_a_mention(world, outbox, handover, thread):
    """A mention cannot be answered privately: a button stands for the answer, which its asker alone gets."""
    outbox.deliver(thread, "t1", reply(private=True), ())
    (posted,) = world.posted(thread.thread)
    buttons = [each["custom_id"] for each in walk(posted["components"]) if each["type"] == 2]
    assert buttons == [revealer("t1")]
    assert "3 sites" not in str(posted)
    assert handover.private("t1", ANN).parts == (prose("3 sites."),)
    assert handover.private("t1", BEN) is None


def test_direct_messages_are_private_already(world, outbox):
    """In a direct message a private answer is posted as it is."""
    direct = world.direct(ANN)
    address = Address(platform="discord", place="@me", channel=direct.id, thread=direct.id)
    outbox.deliver(address, "t1", reply(private=True), ())
    assert texts(world.posted(direct.id)) == ["3 sites."]


def test_forms_wait_for_their_button(world, outbox, handover, thread):
    """A form is kept where the press that opens it finds it at once."""
    sheet = Sheet(
        ref="change:f", opener="Fill in VLAN", title="VLAN", submit="Preview", blanks=(Blank(name="vid", label="ID"),)
    )
    outbox.deliver(thread, "t1", reply(sheet=sheet, kind="question"), ())
    (posted,) = world.posted(thread.thread)
    assert [each["custom_id"] for each in walk(posted["components"]) if each["type"] == 2] == [opener("t1")]
    assert handover.sheet("t1") == sheet


def test_a_typed_token_names_no_thread(handover):
    """What a thread is to be called is kept without the token that was typed in the message it comes from."""
    handover.ask(
        "discord/1/2/3", Asked(title="use nbt_abcdefgh1234.0123456789abcdefghij0123456789abcdefghij for it"), "7"
    )
    assert handover.asked("discord/1/2/3").title == "use (token withheld) for it"
