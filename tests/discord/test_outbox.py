"""What the outbox posts over real HTTP: where it was asked for, once, whatever becomes of answers, threads and messages."""

import pytest

from adapters.discord.handover import Asked
from adapters.discord.poster import nonce_of
from orchestration.errors import PlatformUnavailable
from orchestration.messages import Address
from tests.discord.posting import ASKER, careless, reply, texts
from tests.fakes.at_work import wait_for
from tests.fakes.discord.state import ANN, COMPONENTS_V2, HOME, NET, SUPPRESS_EMBEDS


def test_a_reply_is_posted_in_its_thread(world, api, outbox, thread):
    """A reply is one message in the thread by one request; it unfolds no link, mentions nobody, and carries the turn as its nonce."""
    ids = outbox.deliver(thread, "t1", reply("3 sites. @everyone <@800000000000000001>"), ())
    (posted,) = world.posted(thread.thread)
    assert ids == (f"{thread.thread}/{posted['id']}",)
    assert texts([posted]) == [r"3 sites. \@everyone \<@800000000000000001\>"]
    assert (posted["nonce"], posted["flags"]) == (nonce_of("t1:0"), COMPONENTS_V2 | SUPPRESS_EMBEDS)
    assert (posted["mentions"], posted["mention_everyone"]) == ([], False)
    assert [name for name, _, _ in api.log] == ["create_message"]


def test_without_the_rights_to_mention_a_name_would_ring(world, api, rest):
    """The control: what a message would mention if nothing was said about it, which is found among all that is sent."""
    rest.ask("POST", "/channels/{channel_id}/messages", {"content": f"@everyone <@{ANN}>"}, channel_id=NET)
    (posted,) = world.posted()
    assert posted["mention_everyone"]
    assert [each["id"] for each in posted["mentions"]] == [ANN]
    assert len(list(careless(api.log))) == 1


def test_the_same_reply_twice_is_one_message(world, outbox, thread):
    """A worker that died after it posted posts nothing a second time."""
    first = outbox.deliver(thread, "t1", reply(), ())
    assert outbox.deliver(thread, "t1", reply(), ()) == first
    assert texts(world.posted(thread.thread)) == ["3 sites."]


@pytest.mark.parametrize("trouble", ["lost before", "lost after", "html"])
def test_a_lost_answer_doubles_nothing(world, api, outbox, thread, trouble):
    """Whether a post took effect before its answer was lost or not: after the next try it stands there once."""
    api.fail("create_message", (trouble,))
    with pytest.raises(PlatformUnavailable):
        outbox.deliver(thread, "t1", reply(), ())
    (id_,) = outbox.deliver(thread, "t1", reply(), ())
    (posted,) = world.posted(thread.thread)
    assert id_ == f"{thread.thread}/{posted['id']}"


def test_a_lost_answer_is_found_when_its_nonce_is_forgotten(world, api, outbox, thread):
    """Minutes later Discord does not know the nonce any more; the message is found by its mark."""
    api.fail("create_message", ("lost after",))
    with pytest.raises(PlatformUnavailable):
        outbox.deliver(thread, "t1", reply(), ())
    world.nonces.clear()
    outbox.deliver(thread, "t1", reply(), ())
    assert texts(world.posted(thread.thread)) == ["3 sites."]


def test_without_the_history_the_nonce_keeps_it_one(world, api, outbox, thread):
    """Where nothing can be read, the nonce alone keeps a lost post from doubling; the control: without both it doubles."""
    world.channels[NET].may.discard("READ_MESSAGE_HISTORY")
    for number, (turn, forgotten) in enumerate([("t1", False), ("t2", True)], 1):
        api.fail("create_message", ("lost after",))
        with pytest.raises(PlatformUnavailable):
            outbox.deliver(thread, turn, reply(turn=turn), ())
        if forgotten:
            world.nonces.clear()
        outbox.deliver(thread, turn, reply(turn=turn), ())
        assert len(world.posted(thread.thread)) == (number if not forgotten else 3)


def test_an_archived_thread_goes_on(world, outbox, thread):
    """Posting takes a thread out of the archive; so does the edit of a message in it."""
    place = world.channels[thread.thread]
    place.archived = True
    first = outbox.deliver(thread, "t1", reply("10 of 41."), ())
    assert not place.archived
    place.archived = True
    assert outbox.deliver(thread, "t2", reply("20 of 41.", turn="t2", amends="t1"), first) == first
    assert texts(world.posted(thread.thread)) == ["20 of 41."]


def test_amending_what_is_gone(world, outbox, thread):
    """Where somebody deleted the message, what amends it is posted anew; so is what is delivered again."""
    first = outbox.deliver(thread, "t1", reply("10 of 41."), ())
    world.channels[thread.thread].messages.clear()
    second = outbox.deliver(thread, "t2", reply("20 of 41.", turn="t2", amends="t1"), first)
    assert second != first
    world.channels[thread.thread].messages.clear()
    assert outbox.deliver(thread, "t2", reply("20 of 41.", turn="t2"), ()) != second
    assert texts(world.posted(thread.thread)) == ["20 of 41."]


def test_an_edit_mentions_nobody(world, outbox, thread):
    """An edit without rights to mention would go back to mentioning; every edit says that it mentions nobody."""
    first = outbox.deliver(thread, "t1", reply("10 of 41."), ())
    outbox.deliver(thread, "t2", reply("@here", turn="t2", amends="t1"), first)
    (posted,) = world.posted(thread.thread)
    assert (posted["mention_everyone"], posted["edits"]) == (False, 1)


def test_a_thread_that_is_not_open_is_opened(world, outbox):
    """Where the listener could not open the thread, the worker does, with the question as its name."""
    asked = world.said(ANN, "sites")
    address = Address(platform="discord", place=HOME, channel=NET, thread=asked["id"])
    outbox.handover.ask(f"discord/{HOME}/{NET}/m1", Asked(title="which sites " + "x" * 200), "7")
    outbox.deliver(address, "t1", reply(), ())
    assert texts(world.posted(address.thread)) == ["3 sites."]
    assert len(world.channels[address.thread].name) == 100
    assert world.posted(NET) == []


def test_without_threads_it_is_answered_in_the_channel(world, outbox, handover):
    """Where the bot may not open threads, it answers the message in the channel, and what is pressed there finds its conversation."""
    world.channels[NET].may.discard("CREATE_PUBLIC_THREADS")
    asked = world.said(ANN, "sites")
    address = Address(platform="discord", place=HOME, channel=NET, thread=asked["id"])
    outbox.deliver(address, "t1", reply(), ())
    (posted,) = world.posted(NET)
    assert posted["message_reference"]["message_id"] == asked["id"]
    assert handover.belongs(posted["id"]) == address


def test_steps_become_the_answer(world, outbox, thread):
    """What long work shows of its steps is the message that becomes its answer."""
    outbox.working(thread, ASKER, "t1", "counting devices")
    outbox.working(thread, ASKER, "t1", "reading racks")
    wait_for(lambda: world.posted(thread.thread))
    steps = texts(world.posted(thread.thread))[0]
    outbox.deliver(thread, "t1", reply(), ())
    assert ("counting devices" in steps, texts(world.posted(thread.thread))) == (True, ["3 sites."])
