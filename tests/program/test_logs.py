import io
import json
import logging

import pytest
import structlog
from structlog.contextvars import bound_contextvars

from adapters.redis.record import RedisRecord
from bot.logs import configure_logs
from orchestration.changes.record import Ledger
from tests.fakes.memory_anchor import MemoryAnchor

SECRETS = (
    "nbt_abc123.s3cr3tpart",
    "redis://:sesame-open@host:6379/0",
    "signing-hush",
    "0123456789abcdef0123456789abcdef01234567",
)


@pytest.fixture
def lines():
    """What was logged so far, as parsed JSON; the logging of the test run itself is put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logs("info", SECRETS, stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_ids_run_through(lines):
    """A line carries the ids of its turn, its level, its time and who wrote it, also when a library wrote it."""
    with bound_contextvars(correlation="c1", turn="t1"):
        structlog.get_logger("orchestration.road").info("accepted", address="terminal/local/chat/a")
        logging.getLogger("rq.worker").warning("horse %s ended", 12)
    ours, theirs = lines()
    assert (ours["event"], ours["correlation"], ours["turn"], ours["level"], ours["logger"]) == (
        "accepted",
        "c1",
        "t1",
        "info",
        "orchestration.road",
    )
    assert (theirs["event"], theirs["correlation"], theirs["logger"]) == ("horse 12 ended", "c1", "rq.worker")
    assert ours["timestamp"].endswith("Z")


def test_level(lines):
    """What is below the level is not written."""
    structlog.get_logger("x").debug("quiet")
    logging.getLogger("urllib3").debug("quiet")
    assert lines() == []


@pytest.mark.usefixtures("lines")
def test_the_record_is_logged_at_every_level(redis_client):
    """The record of changes is no chatter: its lines are there where only errors are to be logged."""
    stream = io.StringIO()
    configure_logs("error", SECRETS, stream)
    ledger = Ledger(RedisRecord(redis_client), b"k" * 32, MemoryAnchor())
    seal = ledger.note("proposed").seal
    structlog.get_logger("x").warning("quiet")

    (line,) = (json.loads(each) for each in stream.getvalue().splitlines())
    assert (line["event"], line["what"], line["number"], line["seal"]) == ("record", "proposed", 1, seal)


@pytest.mark.parametrize(
    "leak",
    [
        {"event": "Authorization: Token 0123456789abcdef0123456789abcdef01234567"},
        {"event": "header", "headers": {"Authorization": "Bearer nbt_abc123.s3cr3tpart", "Accept": "x"}},
        {"event": "typed", "said": "my token is nbt_other.value please"},
        {"event": "typed", "said": ["fine", ("deep", "89abcdef0123456789abcdef0123456789abcdef")]},
        {"event": "connect", "url": "redis://:sesame-open@host:6379/0"},
        {"event": "connect", "url": "redis://someone:other-sesame@elsewhere/0"},
        {"event": "signed", "with_": "signing-hush"},
        {"event": "curl -H 'Authorization: Bearer abcdefabcdefabcdef'"},
        {"event": "settings", "netbox_token": "whatever"},
        {"event": "slack", "said": "xoxb-12-secret and xapp-1-secret"},
        {"event": "sent Authorization: Basic hush-hush"},
        {"event": "sent Token abcdefabcdef-12"},
        {"event": "AUTH of sesame-open was refused"},
    ],
)
def test_secrets_are_masked(lines, leak):
    """A secret of the settings, and whatever looks like a token, is masked wherever it stands in a line."""
    structlog.get_logger("x").info(**leak)
    text = json.dumps(lines())
    hidden = ("s3cr3tpart", "sesame", "hush", "abcdef01", "nbt_other", "abcdefabcdef", "whatever", "secret")
    assert not [each for each in hidden if each in text]
    assert "***" in text


def test_secrets_in_a_traceback_are_masked(lines):
    """An exception's text is cleaned as well."""
    try:
        int("bad header: Token 0123456789abcdef0123456789abcdef01234567")
    except ValueError:
        structlog.get_logger("x").exception("broke")
        logging.getLogger("lib").exception("broke too")
    first, second = lines()
    assert "ValueError" in first["exception"]
    assert "abcdef01" not in json.dumps([first, second])
