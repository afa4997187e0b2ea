"""Raw payloads in, incoming messages out."""

import pytest

from adapters.slack import incoming
from adapters.slack.incoming import Heard
from adapters.slack.spoken import context_of, words_of
from orchestration.messages import Address, Author
from tests.fakes.slack import payloads as raw
from tests.fakes.slack.payloads import ANN, BOT, TEAM

SENT = "1800000001.000100"
ROOT = "1800000000.000100"
AUTHOR = Author(platform="slack", place=TEAM, id=ANN, name="Ann")


def test_mention():
    """A mention in a channel opens a thread of its own; the bot's name is no part of what is said."""
    said = incoming.heard(raw.mention("devices in A &amp; B", ts=SENT), BOT)
    made = incoming.utterance(said, AUTHOR, BOT)
    assert (made.text, made.address.thread, made.id) == ("devices in A & B", SENT, SENT)
    assert said.opens
    assert said.at_bot
    assert not said.at_others


def test_one_mention_is_one_message():
    """The two events Slack sends of one mention have the same key."""
    both = [raw.mention("x", ts=SENT), raw.message(f"<@{BOT}> x", ts=SENT)]
    keys = {incoming.utterance(incoming.heard(each, BOT), AUTHOR, BOT).key for each in both}
    assert keys == {f"slack/{TEAM}/C0NET/{SENT}"}


def test_thread():
    """What is said in a thread belongs to it."""
    said = incoming.heard(raw.message("and the active ones?", ts=SENT, thread=ROOT), BOT)
    assert said.address == Address(platform="slack", place=TEAM, channel="C0NET", thread=ROOT)
    assert not said.opens


def test_direct_message():
    """A direct message needs no mention, and each that is in no thread begins one."""
    said = incoming.heard(raw.message("sites", ts=SENT, channel="D0ANN"), BOT)
    assert said.direct
    assert said.address.thread == SENT


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B1"},
        {"subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"user": "USLACKBOT"},
        {"user": BOT},
        {"user": None},
        {"bot_profile": {"id": "B1"}},
    ],
)
def test_bots_are_not_heard(more):
    """Messages of bots, webhooks, Slack itself and the bot itself are nothing that was said."""
    body = raw.message("x", ts=SENT)
    body["event"].update(more)
    assert incoming.heard(body, BOT) is None


def test_shared_channel():
    """In a channel shared with others the place is the workspace the app is installed in, the author's home another."""
    said = incoming.heard(raw.mention("x", ts=SENT, user="U9", home="T0OTHER"), BOT)
    assert (said.team, said.home) == (TEAM, "T0OTHER")


def test_edit():
    """A changed wording is one turn more, whatever it is changed to later; a link that unfolds changes nothing."""
    before, after = f"<@{BOT}> sites", f"<@{BOT}> racks"
    said = incoming.edited(raw.changed(after, before, ts=SENT), BOT)
    again = incoming.edited(raw.changed(f"<@{BOT}> vlans", after, ts=SENT), BOT)
    assert isinstance(said, Heard)
    made = [incoming.utterance(each, AUTHOR, BOT, edit=True) for each in (said, again)]
    assert [each.text for each in made] == ["racks", "vlans"]
    assert made[0].key == made[1].key == f"slack/{TEAM}/C0NET/{SENT}:edit"
    assert incoming.edited(raw.changed(after, after, ts=SENT), BOT) is None


def test_deletion():
    """A deletion names the thread and the message that is gone."""
    where, gone = incoming.deleted(raw.removed(SENT, thread=ROOT))
    assert (where.thread, gone) == (ROOT, SENT)
    body = raw.removed(SENT)
    body["event"]["previous_message"]["bot_id"] = "B1"
    assert incoming.deleted(body) is None


def test_command():
    """A slash command says its text in the thread of the quotation that was posted for it; alone it asks for help."""
    made = incoming.commanded(raw.command("racks in A"), AUTHOR, thread=ROOT, at=5.0)
    assert (made.text, made.address.thread, made.at) == ("racks in A", ROOT, 5.0)
    assert incoming.commanded(raw.command("  "), AUTHOR, thread=ROOT, at=5.0).text == "help"


def test_shortcut():
    """The message shortcut asks what the message says, in its thread."""
    payload = raw.message_shortcut({"ts": SENT, "thread_ts": ROOT, "text": "sw-1 is down"})
    made = incoming.shortcut(payload, AUTHOR, at=5.0, context=("sw-1 is down",))
    assert (made.text, made.address.thread) == ("sw-1 is down", ROOT)
    assert incoming.shortcut(payload, AUTHOR, at=5.0).text == "help"


def test_press():
    """A press is its reference in the thread of its message; another press of the same button is another."""
    action = {"type": "button", "action_id": "press:0", "block_id": "here|1", "value": "more:l1:10"}
    shown = {"ts": SENT, "thread_ts": ROOT}
    first, second = (incoming.click(raw.press(action, message=shown, at=at), AUTHOR, at=5.0) for at in ("1.1", "1.2"))
    assert (first.ref, first.address.thread) == ("more:l1:10", ROOT)
    assert first.key != second.key


def test_press_elsewhere():
    """A press under a private reply belongs to the thread it was asked in."""
    action = {"type": "button", "action_id": "press:0", "block_id": f"at|C0NET|{ROOT}|n", "value": "x"}
    made = incoming.click(raw.press(action, message={"ts": SENT}, channel="D0ANN"), AUTHOR, at=5.0)
    assert (made.address.channel, made.address.thread) == ("C0NET", ROOT)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("<http://sw-1.example.com|sw-1.example.com> down", "sw-1.example.com down"),
        ("<https://nb.example/x>", "https://nb.example/x"),
        ("mail <mailto:a@b.example|a@b.example>", "mail a@b.example"),
        ("ask <@U7|ben> in <#C1|net> <!here>", "ask @ben in #net @here"),
        ("`sw-1` and ```sw_2```", "sw-1 and sw_2"),
        ("*sw-1* is _down_ ~now~", "sw-1 is down now"),
        ("sw_core_1 and a*b*c", "sw_core_1 and a*b*c"),
        ("a &lt;b&gt; &amp;amp;", "a <b> &amp;"),
        (f"hey <@{BOT}> devices <@{BOT}>", "hey  devices"),
        ("<!subteam^S1|@ops>", "@ops"),
    ],
)
def test_words(typed, words):
    """Slack's markup is undone; characters that belong to a name stay."""
    assert words_of(typed, BOT) == words


def test_context():
    """A thread's context is what people and webhooks said before, alerts in attachments and blocks with it, and nothing the bot said."""
    thread = [
        {
            "ts": "1",
            "bot_id": "B7",
            "text": "",
            "attachments": [{"title": "sw-1 down", "fields": [{"title": "IP", "value": "10.0.0.1"}]}],
        },
        {
            "ts": "2",
            "bot_id": "B8",
            "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "since *10:41*"}}],
        },
        {"ts": "3", "user": BOT, "text": "mine"},
        {"ts": "4", "user": ANN, "text": "looking"},
        {"ts": "5", "user": ANN, "text": f"<@{BOT}> what is it?"},
    ]
    assert context_of(thread, BOT, before="5") == ("sw-1 down IP 10.0.0.1", "since 10:41", "looking")
