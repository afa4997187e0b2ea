"""The steps of long work: streamed where Slack offers that, by edits elsewhere; whatever happens on the way, the answer stands there once."""

import pytest

from adapters.redis.cache import RedisCache
from adapters.redis.pace import RedisPace
from adapters.slack.outbox import SlackOutbox
from adapters.slack.poster import Poster
from orchestration.errors import PlatformUnavailable
from orchestration.messages import Address
from orchestration.progress import UnderWay
from tests.fakes.at_work import wait_for
from tests.fakes.slack.payloads import ANN, TEAM
from tests.fakes.slack.streams import STREAMS, stopped_by_user
from tests.slack.posting import ASKER, reply, texts


def steps(slack, channel="C0NET"):
    """The steps that the one message shows, each with its state."""
    posted = slack.home.posted(channel)
    plans = [block for each in posted for block in each["blocks"] if block["type"] == "plan"]
    return [(task["title"], task["status"]) for plan in plans for task in plan["tasks"]]


def work(outbox, slack, thread, *notes):
    """Tell steps, each when the one before is shown."""
    for number, note in enumerate(notes, 1):
        outbox.working(thread, ASKER, "t1", note)
        wait_for(lambda shown=number: len(steps(slack, thread.channel)) == shown)


@pytest.mark.parametrize("channel", ["C0NET", "D0ANN"])
def test_steps_are_streamed(slack, outbox, channel):
    """Steps are streamed to whoever asked, one message from the first step to the answer, whose text is the answer's."""
    asked = slack.home.said(ANN, "sites", channel=channel)
    thread = Address(platform="slack", place=TEAM, channel=channel, thread=asked["ts"])
    work(outbox, slack, thread, "reading sites", "counting devices")
    assert steps(slack, channel) == [("reading sites", "complete"), ("counting devices", "in_progress")]
    (streamed,) = slack.home.posted(channel, thread.thread)
    assert streamed["recipient"] == (ANN if channel == "C0NET" else None)
    (id_,) = outbox.deliver(thread, "t1", reply(), ())
    (posted,) = slack.home.posted(channel)
    assert (id_, posted["text"], posted["streaming_state"]) == (f"{channel}/{streamed['ts']}", "3 sites.", "completed")
    assert steps(slack, channel) == []
    ways = {name: calls for name, calls in slack.calls.items() if name.startswith("chat.")}
    assert ways == {"chat.startStream": 1, "chat.appendStream": 1, "chat.stopStream": 1, "chat.update": 1}


@pytest.mark.parametrize(
    "spoil",
    [
        "unknown_method",
        "not_allowed",
        "feature_not_enabled",
        "missing_scope",
        "channel_type_not_supported",
        "invalid_arguments",
    ],
)
def test_steps_by_edits(slack, outbox, redis_client, workspace, thread, spoil):
    """Where Slack offers no streams the steps are edits of one message, and it is not asked again, by no worker."""
    slack.fail("chat.startStream", ("error", spoil))
    work(outbox, slack, thread, "reading sites", "counting devices")
    assert texts(slack) == ["counting devices ..."]
    assert steps(slack) == [("reading sites", "complete"), ("counting devices", "in_progress")]
    outbox.deliver(thread, "t1", reply(), ())
    other = SlackOutbox(workspace, outbox.poster, UnderWay(patience=0.0, between=0.01))
    other.working(thread, ASKER, "t2", "reading racks")
    wait_for(lambda: texts(slack) == ["3 sites.", "reading racks ..."])
    other.deliver(thread, "t2", reply("4 racks.", turn="t2"), ())
    assert texts(slack) == ["3 sites.", "4 racks."]
    assert slack.calls["chat.startStream"] == 1


def test_older_blocks_for_steps(slack, outbox, thread):
    """Where the newest blocks are not taken either, the steps are lines."""
    slack.unknown |= set(STREAMS)
    slack.fail("chat.postMessage", ("error", "invalid_blocks"))
    outbox.working(thread, ASKER, "t1", "reading sites")
    wait_for(lambda: texts(slack) == ["reading sites ..."])
    assert {each["type"] for each in slack.home.posted()[0]["blocks"]} == {"rich_text"}


@pytest.mark.parametrize("lost", ["lost before", "lost after"])
def test_a_stream_whose_beginning_is_in_doubt(slack, outbox, thread, lost):
    """Whether a stream began before its answer was lost or not: it goes on by edits of one message, and the answer stands there once."""
    slack.fail("chat.startStream", (lost,))
    outbox.working(thread, ASKER, "t1", "reading sites")
    wait_for(lambda: texts(slack) == ["reading sites ..."])
    outbox.deliver(thread, "t1", reply(), ())
    assert texts(slack) == ["3 sites."]


def test_without_the_search_a_stream_in_doubt_doubles(slack, outbox, thread):
    """The control: where the thread cannot be searched, the lost stream stays beside the answer."""
    slack.home.scopes.discard("channels:history")
    slack.fail("chat.startStream", ("lost after",))
    outbox.working(thread, ASKER, "t1", "reading sites")
    wait_for(lambda: "reading sites ..." in texts(slack))
    outbox.deliver(thread, "t1", reply(), ())
    assert texts(slack) == ["", "3 sites."]


def test_a_stream_that_is_wanted_later(slack, outbox, thread):
    """Where streams come too fast for Slack this one's steps are edits; the next is streamed."""
    slack.fail("chat.startStream", ("429", 7))
    work(outbox, slack, thread, "reading sites")
    assert texts(slack) == ["reading sites ..."]
    outbox.deliver(thread, "t1", reply(), ())
    outbox.working(thread, ASKER, "t2", "reading racks")
    wait_for(lambda: len(texts(slack)) == 2)
    assert slack.calls["chat.startStream"] == 2


def test_a_stream_that_ends_by_itself(slack, outbox, thread):
    """When Slack has ended a stream the steps go on by edits, in the same message."""
    work(outbox, slack, thread, "reading sites")
    slack.home.stream_life = -1.0
    outbox.working(thread, ASKER, "t1", "counting devices")
    wait_for(lambda: texts(slack) == ["counting devices ..."])
    outbox.deliver(thread, "t1", reply(), ())
    assert texts(slack) == ["3 sites."]


def test_a_stream_that_somebody_stopped(slack, outbox, thread):
    """Once somebody pressed Slack's stop button no more steps are shown; the answer, that it stopped, takes their place."""
    work(outbox, slack, thread, "reading sites")
    stopped_by_user(slack.home.channels["C0NET"].messages[-1])
    outbox.working(thread, ASKER, "t1", "counting devices")
    wait_for(lambda: slack.calls["chat.appendStream"])
    outbox.deliver(thread, "t1", reply("Stopped."), ())
    assert (texts(slack), slack.calls["chat.update"]) == (["Stopped."], 1)


def test_a_worker_that_died_while_it_streamed(slack, outbox, workspace, thread):
    """The answer of another worker, after steps of its own, takes the place of what was streamed before."""
    work(outbox, slack, thread, "reading sites")
    other = SlackOutbox(workspace, outbox.poster, UnderWay(patience=0.0, between=0.01))
    other.working(thread, ASKER, "t1", "reading sites again")
    wait_for(lambda: texts(slack) == ["reading sites again ..."])
    other.deliver(thread, "t1", reply(), ())
    assert texts(slack) == ["3 sites."]


def test_a_stop_that_is_not_answered(slack, outbox, thread):
    """Where the end of a stream cannot be told the answer waits, and stands there once by the next try."""
    work(outbox, slack, thread, "reading sites")
    slack.fail("chat.stopStream", ("lost after",))
    with pytest.raises(PlatformUnavailable):
        outbox.deliver(thread, "t1", reply(), ())
    outbox.deliver(thread, "t1", reply(), ())
    assert texts(slack) == ["3 sites."]


def test_a_stream_that_does_not_end(slack, outbox, thread):
    """Where Slack lets a stream neither end nor be edited the answer is posted all the same."""
    work(outbox, slack, thread, "reading sites")
    slack.fail("chat.stopStream", ("error", "messaging_processing_failed"))
    outbox.deliver(thread, "t1", reply(), ())
    assert texts(slack)[-1] == "3 sites."


def test_short_work_shows_none(slack, redis_client, workspace, thread):
    """An answer within a moment is one post and nothing else but the status."""
    outbox = SlackOutbox(
        workspace, Poster(RedisCache(redis_client), RedisPace(redis_client)), under_way=UnderWay(patience=60.0)
    )
    outbox.working(thread, ASKER, "t1", "reading sites")
    outbox.deliver(thread, "t1", reply(), ())
    assert dict(slack.calls) == {"chat.postMessage": 1, "agents.sessions.setStatus": 1}


def test_private_replies_after_long_work(slack, outbox, thread):
    """The steps of long work in the thread never turn into the private answer; they go."""
    work(outbox, slack, thread, "reading sites")
    outbox.deliver(thread, "t1", reply("secret site", private=True), ())
    assert texts(slack) == []
    assert texts(slack, "D0ANN") == ["secret site"]
