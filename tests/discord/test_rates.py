"""What workers do when Discord is away, busy, or has had enough of them."""

import pytest

from adapters.discord.budget import MOST_INVALID
from adapters.discord.rest import Rest
from adapters.redis.quotas import RedisQuotas
from orchestration.errors import Misconfigured, PlatformUnavailable
from tests.discord.posting import reply, texts
from tests.fakes.discord.state import NET


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
    """After so many refusals nothing is asked until the window is over, neither by who was refused last nor by another worker: Discord bans addresses."""
    counts = RedisQuotas(redis_client)
    counts.spend("discord:invalid", MOST_INVALID - 1, 600)
    last, another = Rest("wrong", api.url, counts), Rest("wrong", api.url, counts)
    with pytest.raises(Misconfigured):
        last.ask("GET", "/channels/{channel_id}", channel_id=NET)
    for rest in (last, another):
        with pytest.raises(PlatformUnavailable) as away:
            rest.ask("GET", "/channels/{channel_id}", channel_id=NET)
        assert 0 < away.value.retry_after <= 600
        rest.close()
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


def test_what_a_window_leaves_is_used(world, api, outbox, thread):
    """While calls are left in a limit's window nothing waits for its end, however late that is."""
    api.headers = {
        "X-RateLimit-Limit": "5",
        "X-RateLimit-Remaining": "3",
        "X-RateLimit-Reset-After": "30",
        "X-RateLimit-Bucket": "window",
    }
    for turn in ("t1", "t2"):
        outbox.deliver(thread, turn, reply(turn=turn), ())
    assert len(world.posted(thread.thread)) == 2


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_that_breaks_is_asked_once(api, rest, status):
    """Who breaks over a call is not asked again within it: the library would for 25 s, and double what knows no nonce."""
    api.fail("get_channel", (str(status),))
    with pytest.raises(PlatformUnavailable):
        rest.ask("GET", "/channels/{channel_id}", channel_id=NET)
    assert api.calls["get_channel"] == 1


def test_limits_that_are_told_in_part(api, rest):
    """Who tells what is left of a limit, and not until when, is answered to all the same."""
    api.headers = {"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "5", "X-RateLimit-Bucket": "b"}
    assert rest.ask("GET", "/channels/{channel_id}", channel_id=NET)["id"] == NET


def test_what_the_listener_is_refused_counts(running, redis_client):
    """What the listener is refused is counted with the rest."""
    running.world.channels[NET].may.discard("SEND_MESSAGES")
    running.mention("stop")
    assert RedisQuotas(redis_client).spend("discord:invalid", 0, 600)[0] >= 1
