"""What is written in Discord, and what of it is meant for the bot."""

import pytest

from adapters.discord.buttons import stopper
from adapters.discord.incoming import heard
from adapters.discord.listener import HOW_TO_GO_ON
from adapters.discord.spoken import context_of, words_of
from orchestration.errors import StoreUnavailable
from tests.discord.rig import listening
from tests.fakes.discord import gateway_interactions as acts
from tests.fakes.discord.state import ANN, AWAY, BEN, BOT, FORUM, GUS, HOME, NET, OPERATORS


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (f"<@{BOT}> which **sites** are there?", "which sites are there?"),
        (f"hey <@!{BOT}>, show `ham1-rtr01`", "hey , show ham1-rtr01"),
        ("ask <@1> about <#2> and <:ok:3>", "ask @Ann about  and ok"),
        ("snake_case_name and 10.0.0.0/24 * 2", "snake_case_name and 10.0.0.0/24 * 2"),
        ("> quoted\n# big\n-# small", "quoted\nbig\nsmall"),
        ("[core](https://x.example/a) <https://y.example>", "core https://y.example"),
        (r"no \*stars\* here", "no *stars* here"),
        ("```\nsw1\n```", "sw1"),
    ],
)
def test_words(typed, words):
    """Markup is undone, names stand for ids, the bot's own mention goes, and names with signs in them stay whole."""
    assert words_of(typed, {"1": "Ann"}, BOT) == words


def test_context():
    """What others said in a thread is context, embeds of bots and webhooks too; what the bot said is none."""
    said = [
        {"author": {"id": "1"}, "content": "rtr01 is down"},
        {"author": {"id": BOT}, "content": "4 devices"},
        {
            "author": {"id": "2", "bot": True},
            "content": "",
            "embeds": [{"title": "Alert", "fields": [{"name": "host", "value": "sw1"}]}],
        },
    ]
    assert context_of(said, BOT) == ("rtr01 is down", "Alert host sw1")


def test_what_the_bot_wrote_itself():
    """Whoever tells the bot of its own messages without saying that a bot wrote them starts nothing."""
    said = {"id": "1", "channel_id": "2", "content": f"<@{BOT}> sites", "author": {"id": BOT}}
    assert heard(said, BOT) is None
    assert heard({**said, "author": {"id": ANN}}, BOT) is not None


def test_a_mention_opens_a_thread(running):
    """A mention in a channel opens a thread on the message, named after the question, and shows that it was heard."""
    said = running.mention("which sites are there?")
    message = running.taken()
    assert (message.text, message.address.place, message.address.channel) == ("which sites are there?", HOME, NET)
    assert (message.address.thread, message.author.groups) == (said["id"], (OPERATORS,))
    thread = running.world.channels[said["id"]]
    assert (thread.name, thread.typing) == ("which sites are there?", 1)


def test_the_asker_goes_on_without_a_mention(running):
    """In the bot's thread the asker needs no mention; somebody else does; when others talk, the asker does too."""
    thread = running.mention("which sites are there?")["id"]
    running.taken()
    running.say("only the active ones", channel=thread)
    assert (running.taken().text, running.taken()) == ("only the active ones", None)
    running.say("what is that?", channel=thread, person=BEN)
    running.say("a list", channel=thread)
    assert running.taken() is None
    running.mention("how many?", channel=thread)
    assert running.taken().address.thread == thread


def test_without_message_content(discord, settings):
    """Where contents are not granted the bot says once how to go on, and a mention goes on."""
    discord.world.intents_granted = False
    with listening(discord) as running:
        thread = running.mention("which sites are there?")["id"]
        running.taken()
        for _ in range(2):
            running.say("only the active ones", channel=thread)
        assert [each["content"] for each in running.world.posted(thread)] == [HOW_TO_GO_ON]
        running.mention("only the active ones", channel=thread)
        assert running.taken().text == "only the active ones"


def test_a_forum_post(running):
    """A mention in a forum post is answered in it."""
    post = running.world.open_thread(FORUM, "Where is rtr01?", owner=ANN)
    running.mention("show me ham1-rtr01", channel=post.id, id=post.id)
    message = running.taken()
    assert (message.address.channel, message.address.thread) == (FORUM, post.id)


def test_a_mention_in_a_thread_of_others(running):
    """Asked in a thread that began without it, the bot answers there and knows what was said before."""
    alarm = running.world.said(BEN, "ham1-rtr01 does not answer")
    thread = running.world.open_thread(NET, "alarm", id_=alarm["id"], owner=BEN)
    running.say("it is in Hamburg", channel=thread.id, person=BEN)
    running.mention("where is it?", channel=thread.id)
    message = running.taken()
    assert message.address.thread == thread.id
    assert "it is in Hamburg" in message.context


def test_direct_messages(running):
    """A direct message is answered with the roles of the home guild; who is no member there is not answered."""
    running.say("which sites are there?", channel=running.world.direct(ANN).id)
    message = running.taken()
    assert (message.address.place, message.author.place, message.author.groups) == ("@me", HOME, (OPERATORS,))
    running.say("which sites are there?", channel=running.world.direct(GUS).id, person=GUS)
    assert running.taken() is None


def test_who_is_not_answered(running):
    """Nothing is done for guilds the policy does not list, bots and webhooks."""
    before = len(running.discord.rest.log)
    running.mention("which sites are there?", channel=AWAY, person=GUS)
    running.mention("which sites are there?", webhook_id="1")
    running.world.users[BEN]["bot"] = True
    running.mention("which sites are there?", person=BEN)
    assert running.taken() is None
    assert len(running.discord.rest.log) == before


def test_an_edit_is_taken_up_once(running):
    """The new wording of a message just asked is asked, once; the old one is taken back."""
    said = running.mention("which sits are there?")
    for text in ("which sites are there?", "which racks are there?"):
        running.edit(said, f"<@{BOT}> {text}")
    assert (running.taken().text, running.taken()) == ("which sites are there?", None)


def test_unfolded_links_are_no_edits(running):
    """Discord updates a message when it unfolds a link: nobody edited it."""
    said = running.mention("which sites are there?")
    running.taken()
    running.discord.gateway.tell("MESSAGE_UPDATE", {**running.world.told(said), "embeds": [{"title": "x"}]})
    running.settle()
    assert running.taken() is None


def test_a_deletion_ends_it(running):
    """What is deleted before it is answered is not answered."""
    said = running.mention("which sites are there?")
    told = {"id": said["id"], "channel_id": NET, "guild_id": HOME}
    running.discord.gateway.tell("MESSAGE_DELETE", told)
    running.settle()
    assert running.taken() is None


def test_stop(running):
    """Whoever asked stops what waits; somebody else does not; an administrator does."""
    thread = running.mention("which sites are there?")["id"]
    running.mention("which racks are there?", channel=thread)
    running.mention("stop", channel=thread)
    assert running.taken() is None
    running.mention("which sites are there?", channel=thread)
    running.mention("stop", channel=thread, person=BEN)
    assert running.taken() is None
    assert [each["content"] for each in running.world.posted(thread)] == ["Stopped. Nothing was changed."] * 2


def test_the_stop_button(running):
    """Stop under the steps of long work ends that question alone, for its asker and for administrators."""
    running.world.guilds[HOME].members[GUS] = {"roles": []}
    for person, others, told in ((GUS, True, "Nothing of yours"), (ANN, False, "Stopped."), (BEN, False, "Stopped.")):
        thread = running.mention("which sites are there?")["id"]
        (turn,) = {each.decode().rsplit(":", 1)[1] for each in running.client.keys("*value:discord:turn:*")}
        steps = running.world.said(BOT, "reading", channel=thread)
        acts.press(running.world, steps, stopper(turn), person=person)
        running.settle()
        assert running.world.seen(person, thread)[-1]["content"].startswith(told)
        assert (running.taken() is not None) == others
        running.client.delete(*running.client.keys("*value:discord:turn:*"))


def test_a_token_that_was_typed(running):
    """A NetBox token typed into a message is in no queue, no title and no mark."""
    token = "nbt_abcdefgh1234.0123456789abcdefghij0123456789abcdefghij"
    said = running.mention(f"use {token} for me")
    assert token not in running.world.channels[said["id"]].name
    kept = [running.client.dump(key) or b"" for key in running.client.keys("*")]
    assert not any(token.encode() in each for each in kept)
    assert running.taken().withheld


def test_the_store_is_away(running, monkeypatch):
    """Where the message cannot be stored, whoever mentioned the bot is told."""

    def away(*_):
        raise StoreUnavailable("Redis does not answer.")

    monkeypatch.setattr(type(running.rooms.listener.marks), "put", away)
    running.mention("which sites are there?")
    (told,) = running.world.posted(NET)
    assert "Redis does not answer" in told["content"]
