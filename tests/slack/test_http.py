"""HTTP mode: signatures, retries, the health check."""

import http.client
import json
import time
from urllib.parse import urlsplit

import pytest

from adapters.slack.app import bolt_app
from adapters.slack.serving import asgi_app
from bot.demo.standin.server import serving
from bot.settings import read_settings
from bot.slack_app import open_rooms
from orchestration.errors import StoreUnavailable
from tests.fakes.slack import payloads as raw
from tests.fakes.slack.double import SIGNING_SECRET, post_event


@pytest.fixture
def app(slack, settings, redis_client):
    told = read_settings()
    return bolt_app(open_rooms(told, redis_client), signing_secret=SIGNING_SECRET, url=told.slack_api_url)


@pytest.fixture
def address(app):
    with serving(asgi_app(app, lambda: True)) as running:
        yield running


def get(address, path):
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def test_signed_requests_are_taken(address, redis_client):
    """A request that Slack signed is taken, and stored before it is acknowledged."""
    status, _ = post_event(f"{address}/slack/events", raw.mention("sites", ts="1800000001.000001"))
    assert status == 200
    assert redis_client.exists("netbot:1:inbox:slack/T0HOME/C0NET/1800000001.000001")


@pytest.mark.parametrize(("secret", "age"), [("wrong", 0), (SIGNING_SECRET, 400)])
def test_others_are_not(address, redis_client, secret, age):
    """A wrong signature, and one older than five minutes, are refused, and nothing is stored."""
    payload = raw.mention("sites", ts="1800000001.000001")
    status, _ = post_event(f"{address}/slack/events", payload, secret=secret, at=time.time() - age)
    assert status == 401
    assert redis_client.keys("netbot:1:inbox:*") == []


def test_the_address_is_verified(address):
    """Slack's check of the address is answered with its challenge."""
    status, body = post_event(f"{address}/slack/events", {"type": "url_verification", "challenge": "3eZbrw1a"})
    assert (status, json.loads(body)["challenge"]) == (200, "3eZbrw1a")


def test_retries_are_one_turn(address, redis_client):
    """A delivery that is repeated, with the headers of a retry, is stored once."""
    payload = raw.mention("sites", ts="1800000001.000001")
    for retry in (None, 1, 2):
        assert post_event(f"{address}/slack/events", payload, retry=retry)[0] == 200
    assert redis_client.llen("netbot:1:inbox:slack/T0HOME/C0NET/1800000001.000001") == 1


def test_what_is_not_stored_is_not_acknowledged(app, monkeypatch):
    """Where the store is away Slack gets a 500, and delivers again."""

    def away(*_):
        raise StoreUnavailable("Redis does not answer.")

    monkeypatch.setattr("adapters.redis.queue.RedisTurnQueue.accept", away)
    with serving(asgi_app(app, lambda: True)) as address:
        status, _ = post_event(f"{address}/slack/events", raw.mention("sites", ts="1800000001.000001"))
    assert status == 500


def test_health(app):
    """The health check says whether messages can be stored."""
    with serving(asgi_app(app, lambda: True)) as address:
        assert get(address, "/healthz") == (200, b'{"ok": true}')
        assert get(address, "/elsewhere")[0] == 404
    with serving(asgi_app(app, lambda: False)) as address:
        assert get(address, "/healthz")[0] == 503
