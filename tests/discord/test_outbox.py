"""What the outbox posts, over real HTTP, and what it does when Discord is away, busy, or does not answer what it did."""

import time

import pytest

from adapters.discord.buttons import opener, revealer
from adapters.discord.handover import Asked, Handover, Interaction
from adapters.discord.hooks import Hooks
from adapters.discord.outbox import DiscordOutbox
from adapters.discord.poster import Poster, nonce_of
from adapters.discord.rest import MOST_INVALID, Rest
from adapters.discord.threads import Threads
from adapters.redis.cache import RedisCache
from adapters.redis.quotas import RedisQuotas
from orchestration.errors import Misconfigured, PlatformUnavailable
from orchestration.messages import Address, Author, Blank, Button, Column, Picture, Reply, Run, Sheet, Table, prose
from orchestration.progress import UnderWay
from tests.fakes.at_work import AtOnce, wait_for
from tests.fakes.discord.rest_limits import walk
from tests.fakes.discord.rest_server import RestServer
from tests.fakes.discord.state import ANN, APPLICATION, BEN, COMPONENTS_V2, EPHEMERAL, HOME, NET, SUPPRESS_EMBEDS, World

ASKER = Author(platform="discord", place=HOME, id=ANN)


@pytest.fixture
def world():
    """What there is on a Discord."""
    return World()


@pytest.fixture
def api(world):
    """Its API over HTTP."""
    with RestServer(world) as serving:
        yield serving


@pytest.fixture
def rest(api, world, redis_client):
    """The API as workers reach it."""
    found = Rest(world.token, api.url, RedisQuotas(redis_client), patience=5.0)
    yield found
    found.close()


@pytest.fixture
def handover(redis_client):
    """What listener and workers leave for each other."""
    return Handover(RedisCache(redis_client))


@pytest.fixture
def outbox(rest, handover, redis_client):
    """An outbox that waits for nothing."""
    marks = RedisCache(redis_client)
    poster = Poster(rest, marks, AtOnce())
    return DiscordOutbox(poster, Hooks(rest, poster), Threads(rest, marks), handover, under_way=UnderWay(patience=0.0))


@pytest.fixture
def thread(world):
    """A thread the listener opened on what Ann asked."""
    asked = world.said(ANN, "<@900000000000000001> sites")
    world.open_thread(NET, "sites", id_=asked["id"])
    return Address(platform="discord", place=HOME, channel=NET, thread=asked["id"])


def reply(text="3 sites.", turn="t1", **more):
    known = {"turn": turn, "kind": "answer", "intent": "find", "parts": (prose(text),), "person": ANN, "asked": "m1"}
    return Reply(**{**known, **more})


def texts(messages):
    """The first text of each message."""
    return [next(each["content"] for each in walk(message["components"]) if each["type"] == 10) for message in messages]


def asked_by(world, handover, *, deferred=True, ephemeral=False, at=None, channel=NET, message=None, asked="m1"):
    """Let a command or press be acknowledged; returns it and what its answer is called."""
    made = world.interaction(2 if deferred else 3, ANN, channel=channel, message=message)
    if deferred:
        shown = world.blank(channel, "900000000000000001")
        shown["flags"] = 128 | (64 if ephemeral else 0)
        shown["interaction_metadata"] = {"id": made.id, "type": 2, "user": world.users[ANN]}
        world.channels[channel].messages.append(shown)
        if ephemeral:
            world.visible_to[shown["id"]] = ANN
        made.original, made.answered = shown["id"], 5
    else:
        made.original, made.answered = message, 6
    known = {"application": APPLICATION, "token": made.token, "at": time.time() if at is None else at}
    interaction = Interaction(**known, original=made.original, deferred=deferred, ephemeral=ephemeral)
    handover.ask(f"discord/{HOME}/{NET}/{asked}", Asked(title="sites", interaction=interaction))
    return made


def test_a_reply_is_posted_in_its_thread(world, api, outbox, thread):
    """A reply is one message in the thread by one request; it unfolds no link, mentions nobody, and carries the turn as its nonce."""
    ids = outbox.deliver(thread, "t1", reply("3 sites. @everyone <@800000000000000001>"), ())
    (posted,) = world.posted(thread.thread)
    assert ids == (f"{thread.thread}/{posted['id']}",)
    assert texts([posted]) == [r"3 sites. \@everyone \<@800000000000000001\>"]
    assert (posted["nonce"], posted["flags"]) == (nonce_of("t1:0"), COMPONENTS_V2 | SUPPRESS_EMBEDS)
    assert (posted["mentions"], posted["mention_everyone"]) == ([], False)
    assert [name for name, _, _ in api.log] == ["create_message"]


def test_without_the_rights_to_mention_a_name_would_ring(world, rest):
    """The control: what a message would mention if nothing was said about it."""
    rest.ask("POST", "/channels/{channel_id}/messages", {"content": f"@everyone <@{ANN}>"}, channel_id=NET)
    (posted,) = world.posted()
    assert posted["mention_everyone"]
    assert [each["id"] for each in posted["mentions"]] == [ANN]


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


def test_later_as_discord_says(world, api, outbox, thread):
    """A short wait is waited out, a longer one passed on; the reply is posted by the next try."""
    api.fail("create_message", ("429", 0.05), ("429", 7))
    with pytest.raises(PlatformUnavailable) as away:
        outbox.deliver(thread, "t1", reply(), ())
    assert away.value.retry_after == 7
    outbox.poster.rest.close()
    outbox.deliver(thread, "t1", reply(), ())
    assert texts(world.posted(thread.thread)) == ["3 sites."]


def test_discord_is_down(api, world, redis_client, outbox, thread):
    """Where nothing listens the reply waits, and is posted when Discord is back."""
    url, outbox.poster.rest.url = api.url, "http://127.0.0.1:9/api"
    with pytest.raises(PlatformUnavailable):
        outbox.deliver(thread, "t1", reply(), ())
    outbox.poster.rest.close()
    outbox.poster.rest.url = url
    outbox.deliver(thread, "t1", reply(), ())
    assert texts(world.posted(thread.thread)) == ["3 sites."]


def test_what_discord_refused_too_often_is_not_asked(api, world, redis_client):
    """After so many refusals nothing is asked until the window is over, by no worker: Discord bans addresses."""
    counts = RedisQuotas(redis_client)
    counts.spend("discord:invalid", MOST_INVALID - 1, 600)
    rest = Rest("wrong", api.url, counts)
    with pytest.raises(PlatformUnavailable):
        rest.ask("GET", "/channels/{channel_id}", channel_id=NET)
    rest.close()
    with pytest.raises(PlatformUnavailable) as away:
        rest.ask("GET", "/channels/{channel_id}", channel_id=NET)
    assert 0 < away.value.retry_after <= 600
    assert api.calls["get_channel"] == 1


def test_what_a_person_must_mend(world, outbox, thread):
    """A wrong token is told as such."""
    world.token = "another"
    with pytest.raises(Misconfigured) as wrong:
        outbox.deliver(thread, "t1", reply(), ())
    assert "DISCORD_TOKEN" in wrong.value.sentence


def test_a_closed_channel_is_given_up(world, api, outbox, thread):
    """Where the bot was put out, or the thread is locked, the reply is not tried for ever."""
    world.channels[thread.thread].locked = True
    assert outbox.deliver(thread, "t1", reply(), ()) == ()
    world.channels[NET].may.clear()
    assert outbox.deliver(thread, "t2", reply(turn="t2"), ()) == ()


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
    outbox.handover.ask(f"discord/{HOME}/{NET}/m1", Asked(title="which sites " + "x" * 200))
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


def test_pictures_and_files_go_with_the_message(world, outbox, thread):
    """A picture and a file are part of the message, with the words for those who do not see them."""
    rows = tuple((Run(text=f"r{at}"), Run(text="x" * 60)) for at in range(150))
    table = Table(columns=(Column(title="Name"), Column(title="y")), rows=rows)
    picture = Picture(alt="Rack R1, front", name="rack R1.png", media_type="image/png", content=b"iVBORw0K")
    outbox.deliver(thread, "t1", reply(parts=(prose("Rack R1."), picture, table)), ())
    posted = world.posted(thread.thread)
    files = {each["filename"]: each["description"] for message in posted for each in message["attachments"]}
    assert files["rack_R1.png"] == "Rack R1, front"
    assert any(name in files for name in ("rows.csv", "answer.txt"))


def test_where_files_may_not_be_attached_it_is_said(world, outbox, thread):
    """Without the right to attach files the answer is posted all the same, and says what is missing."""
    world.channels[NET].may.discard("ATTACH_FILES")
    picture = Picture(alt="Rack R1, front", name="r1.png", media_type="image/png", content=b"iVBORw0K")
    outbox.deliver(thread, "t1", reply(parts=(prose("Rack R1."), picture)), ())
    (posted,) = world.posted(thread.thread)
    assert "could not be attached" in str(posted["components"])


def test_what_discord_does_not_take_is_posted_bare(world, api, outbox, thread):
    """Where Discord refuses the components, the answer is posted as text with a file that holds all of it, and the steps before it go."""
    outbox.working(thread, ASKER, "t1", "counting devices")
    wait_for(lambda: world.posted(thread.thread))
    api.fail("edit_message", ("error", 50035), ("error", 50035))
    outbox.deliver(thread, "t1", reply(buttons=(Button(label="a", ref="b"),)), ())
    (posted,) = world.posted(thread.thread)
    assert posted["content"] == "3 sites."
    assert "3 sites." in posted["attachments"][0]["content"]


def test_embeds_where_they_are_wanted(world, outbox, thread):
    """With the older style the same answer is an embed with its buttons."""
    object.__setattr__(outbox, "style", "embeds")
    outbox.deliver(thread, "t1", reply(buttons=(Button(label="More", ref="more:1"),)), ())
    (posted,) = world.posted(thread.thread)
    assert (posted["embeds"][0]["description"], posted["flags"]) == ("3 sites.", 0)
    assert posted["components"][0]["components"][0]["label"] == "More"
