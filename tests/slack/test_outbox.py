"""What the outbox posts, over real HTTP, and what it does when Slack is away, busy, or does not answer what it did."""

import pytest

from adapters.redis.cache import RedisCache
from adapters.redis.pace import RedisPace
from adapters.slack.calls import Slack, web_client
from adapters.slack.outbox import SlackOutbox
from adapters.slack.poster import Place, Poster
from adapters.slack.steps import steps_message
from orchestration.errors import Misconfigured, PlatformUnavailable
from orchestration.messages import Address, Button, Column, Picture, Run, Table, prose
from tests.fakes.slack.payloads import ANN, TEAM
from tests.fakes.slack.state import Channel
from tests.slack.posting import reply, texts


def test_a_reply_is_posted_in_its_thread(slack, outbox, thread):
    """A reply is one message in the thread, that unfolds no link and carries its turn."""
    ids = outbox.deliver(thread, "t1", reply(), ())
    (posted,) = slack.home.posted(thread=thread.thread)
    assert ids == (f"C0NET/{posted['ts']}",)
    assert (posted["text"], posted["unfurl_links"], posted["unfurl_media"]) == ("3 sites.", False, False)
    assert posted["metadata"] == {"event_type": "netbot_turn", "event_payload": {"turn": "t1:0"}}


def test_the_same_reply_twice_is_one_message(slack, outbox, thread):
    """A worker that died after it posted posts nothing a second time."""
    first = outbox.deliver(thread, "t1", reply(), ())
    assert outbox.deliver(thread, "t1", reply(), ()) == first
    assert texts(slack) == ["3 sites."]


@pytest.mark.parametrize("lost", ["lost before", "lost after"])
def test_a_lost_answer_doubles_nothing(slack, outbox, thread, lost):
    """Whether a post took effect before its answer was lost or not: after the next try it stands there once."""
    slack.fail("chat.postMessage", (lost,))
    with pytest.raises(PlatformUnavailable):
        outbox.deliver(thread, "t1", reply(), ())
    (id_,) = outbox.deliver(thread, "t1", reply(), ())
    assert texts(slack) == ["3 sites."]
    assert id_ == f"C0NET/{slack.home.posted()[0]['ts']}"


def test_a_lost_private_answer_doubles_nothing(slack, outbox, thread):
    """The same holds for what begins a thread in a direct message."""
    slack.fail("chat.postMessage", ("lost after",))
    with pytest.raises(PlatformUnavailable):
        outbox.deliver(thread, "t1", reply(private=True), ())
    outbox.deliver(thread, "t1", reply(private=True), ())
    assert texts(slack, "D0ANN") == ["3 sites."]


def test_a_private_answer_where_no_conversation_is_opened(slack, outbox, thread):
    """Where Slack offers no opening of direct messages a private answer is posted to the person."""
    slack.unknown.add("conversations.open")
    outbox.deliver(thread, "t1", reply(private=True), ())
    assert texts(slack, "D0ANN") == ["3 sites."]


def test_without_the_search_for_it_a_lost_answer_doubles(slack, outbox, thread):
    """The control: where the thread cannot be searched, the lost post is posted again."""
    slack.home.scopes.discard("channels:history")
    slack.fail("chat.postMessage", ("lost after",))
    with pytest.raises(PlatformUnavailable):
        outbox.deliver(thread, "t1", reply(), ())
    outbox.deliver(thread, "t1", reply(), ())
    assert texts(slack) == ["3 sites.", "3 sites."]


def test_later_as_slack_says(slack, outbox, thread):
    """Retry-After is passed on, and the reply is posted by the next try."""
    slack.fail("chat.postMessage", ("429", 7))
    with pytest.raises(PlatformUnavailable) as away:
        outbox.deliver(thread, "t1", reply(), ())
    assert away.value.retry_after == 7
    outbox.deliver(thread, "t1", reply(), ())
    assert texts(slack) == ["3 sites."]


@pytest.mark.parametrize("trouble", ["500", "html"])
def test_slack_is_not_well(slack, outbox, thread, trouble):
    """A server error, or a page in place of an answer, is no refusal: it is tried again."""
    slack.fail("chat.postMessage", (trouble,))
    with pytest.raises(PlatformUnavailable):
        outbox.deliver(thread, "t1", reply(), ())
    outbox.deliver(thread, "t1", reply(), ())
    assert texts(slack) == ["3 sites."]


def test_slack_is_down(redis_client, thread, slack):
    """Where nothing listens, the reply waits."""
    away = Slack(web_client("xoxb-home", "http://127.0.0.1:9/api"))
    outbox = SlackOutbox(lambda _team: away, Poster(RedisCache(redis_client), RedisPace(redis_client)))
    with pytest.raises(PlatformUnavailable):
        outbox.deliver(thread, "t1", reply(), ())


@pytest.mark.parametrize(
    ("spoil", "told"), [("token", "does not take the token"), ("scope", "chat.postMessage needs chat:write")]
)
def test_what_a_person_must_mend(slack, outbox, thread, spoil, told):
    """A wrong token or a missing scope is told with the method it stopped."""
    if spoil == "token":
        slack.workspaces.clear()
    else:
        slack.home.scopes.discard("chat:write")
    with pytest.raises(Misconfigured) as wrong:
        outbox.deliver(thread, "t1", reply(), ())
    assert told in wrong.value.sentence


def test_a_closed_channel_is_given_up(slack, outbox, thread):
    """Where the bot was put out, the reply is not tried for ever."""
    slack.home.channels["C0NET"].members.clear()
    assert outbox.deliver(thread, "t1", reply(), ()) == ()


def test_amending(slack, outbox, thread):
    """A reply that amends takes the place of the message; nothing new is posted."""
    first = outbox.deliver(thread, "t1", reply("10 of 41."), ())
    assert outbox.deliver(thread, "t2", reply("20 of 41.", turn="t2", amends="t1"), first) == first
    assert texts(slack) == ["20 of 41."]


def test_amending_what_is_gone(slack, outbox, thread):
    """Where somebody deleted the message, what amends it is posted anew."""
    first = outbox.deliver(thread, "t1", reply("10 of 41."), ())
    slack.home.channels["C0NET"].messages.pop()
    assert outbox.deliver(thread, "t2", reply("20 of 41.", turn="t2", amends="t1"), first) != first
    assert texts(slack) == ["20 of 41."]


def test_amending_by_less(slack, outbox, thread):
    """What took several messages and takes one now leaves no rest of itself."""
    rows = ((Run(text="n" * 55), Run(text="m" * 40)),) * 95
    long = Table(columns=(Column(title="A"), Column(title="B")), rows=rows)
    first = outbox.deliver(thread, "t1", reply(parts=(prose("Many."), long, long)), ())
    assert len(first) > 1
    outbox.deliver(thread, "t2", reply("Done.", turn="t2", amends="t1"), first)
    assert texts(slack) == ["Done."]


def test_private_replies(slack, outbox, thread):
    """A private reply goes to the person's direct message; the thread gets a note for that person's eyes, and none of the words."""
    button = Button(label="More", ref="more:l1:10")
    outbox.deliver(thread, "t1", reply("secret site", private=True, buttons=(button,)), ())
    assert texts(slack) == []
    (posted,) = slack.home.posted("D0ANN")
    (buttons,) = [each for each in posted["blocks"] if each["type"] == "actions"]
    assert buttons["block_id"].startswith(f"at|C0NET|{thread.thread}|")
    (note,) = slack.home.ephemerals
    assert (note["user"], "secret" in note["text"]) == (ANN, False)


def test_private_in_a_direct_message(slack, outbox):
    """In a direct message everything is private: the reply stays in its thread."""
    slack.home.channels["D0ANN"] = Channel("D0ANN", {ANN, "U0NETBOT"})
    asked = slack.home.said(ANN, "sites", channel="D0ANN")
    place = Address(platform="slack", place=TEAM, channel="D0ANN", thread=asked["ts"])
    outbox.deliver(place, "t1", reply(private=True), ())
    assert len(slack.home.posted("D0ANN", asked["ts"])) == 1


def test_blocks_that_are_not_taken(slack, outbox, thread):
    """Where Slack refuses the newest blocks, the reply is posted in older ones; where it refuses those, as text with a file."""
    table = Table(columns=(Column(title="A"), Column(title="B")), rows=((Run(text="x"), Run(text="y")),))
    slack.fail("chat.postMessage", ("error", "invalid_blocks"))
    outbox.deliver(thread, "t1", reply(parts=(prose("One."), table)), ())
    assert {each["type"] for each in slack.home.posted()[0]["blocks"]} == {"rich_text"}
    slack.fail("chat.postMessage", ("error", "invalid_blocks"), ("error", "msg_blocks_too_long"))
    outbox.deliver(thread, "t2", reply(turn="t2", parts=(prose("One."), table)), ())
    posted = slack.home.posted()[1]
    assert (posted["text"], posted["blocks"]) == ("One.\nx - y", [])
    assert [each["name"] for each in slack.home.files.values()] == ["answer.txt"]


def test_pictures(slack, outbox, thread):
    """A picture is attached in the thread with the words for those who do not see it, once."""
    picture = Picture(alt="Rack R1", name="r1.png", media_type="image/png", content=b"iVBORw0KGgo=")
    for _ in range(2):
        outbox.deliver(thread, "t1", reply(parts=(prose("Rack R1."), picture)), ())
    (file,) = slack.home.files.values()
    assert (file["alt"], file["thread"], file["content"]) == ("Rack R1", thread.thread, picture.content)


def test_a_picture_that_cannot_be_attached(slack, outbox, thread):
    """Without the scope for files the answer says that the picture is missing, and why."""
    slack.home.scopes.discard("files:write")
    picture = Picture(alt="Rack R1", name="r1.png", media_type="image/png", content=b"iVBORw0KGgo=")
    outbox.deliver(thread, "t1", reply(parts=(prose("Rack R1."), picture)), ())
    assert "files:write" in texts(slack)[1]


def test_the_status_is_set_back(slack, outbox, thread):
    """After the answer the thread's session no longer says that the bot is at work; a question leaves it waiting."""
    outbox.deliver(thread, "t1", reply(), ())
    assert slack.home.sessions[("C0NET", thread.thread)] == "active"
    outbox.deliver(thread, "t2", reply(turn="t2", kind="question"), ())
    assert slack.home.sessions[("C0NET", thread.thread)] == "suspended"


def test_what_is_not_offered_is_asked_for_once(slack, outbox, thread):
    """A method that the server does not know is left alone from then on, whether it says so in Slack's way or with a page that is not there."""
    for trouble in (("error", "unknown_method"), ("404",)):
        slack.fail("reactions.add", trouble)
        asked = Slack(web_client("xoxb-home", slack.url))
        assert [asked.attempt("reactions.add", name="eyes") for _ in range(2)] == [False, False]
    assert slack.calls["reactions.add"] == 2
    slack.unknown.add("agents.sessions.setStatus")
    for turn in ("t1", "t2"):
        outbox.deliver(thread, turn, reply(turn=turn), ())
    assert slack.calls["agents.sessions.setStatus"] == 1


class Scripted:
    """A pace that says what it is told to, and remembers what was asked."""

    def __init__(self, *waits):
        self.waits, self.asked = list(waits), []

    def wait(self, key, interval, most):
        self.asked.append((key, interval))
        return self.waits.pop(0)


def test_one_post_a_second_and_channel(slack, redis_client, workspace, thread):
    """A post waits for the channel's next second; one that would have to wait long is put off, with the time to wait."""
    slept, pace = [], Scripted(0.0, 0.7, 3.5)
    outbox = SlackOutbox(workspace, Poster(RedisCache(redis_client), pace, sleep=slept.append))
    for turn in ("t1", "t2"):
        outbox.deliver(thread, turn, reply(turn=turn), ())
    with pytest.raises(PlatformUnavailable) as busy:
        outbox.deliver(thread, "t3", reply(turn="t3"), ())
    assert (slept, busy.value.retry_after) == ([0.7], 3.5)
    assert set(pace.asked) == {("slack:post:C0NET", 1.0)}


def test_the_final_answer_is_never_the_edit_that_is_dropped(slack, redis_client, workspace, thread):
    """Where edits come too fast the steps are dropped, and the answer waits for its place."""
    slept, pace = [], Scripted(0.0, 0.9)
    poster = Poster(RedisCache(redis_client), pace, sleep=slept.append)
    place = Place(workspace(TEAM), "C0NET", thread.thread)
    id_ = poster.put(place, "t1:0", steps_message(["reading"]))
    pace.waits = [0.9]
    assert poster.edit(place, id_, steps_message(["reading", "counting"]), "t1:0", may_drop=True) is False
    pace.waits = [0.9]
    SlackOutbox(workspace, poster).deliver(thread, "t1", reply(), ())
    assert (texts(slack), slept) == (["3 sites."], [0.9])
