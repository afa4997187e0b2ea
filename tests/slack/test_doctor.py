"""What `netbot doctor` says of Slack."""

import pytest

from bot.doctor import Finding, _carefully, _slack
from bot.settings import read_settings


@pytest.fixture
def findings(slack, settings):
    return lambda: list(_carefully(_slack, read_settings()))


def test_all_is_well(findings):
    """Where all is well each thing is said to be."""
    assert findings() == [
        Finding("ok", "Slack takes the token: netbot in Home."),
        Finding("ok", "The Slack app has every scope it needs."),
        Finding("ok", "The Slack app is in #c0net."),
        Finding("ok", "Slack opens sockets for SLACK_APP_TOKEN."),
    ]


def test_a_wrong_token(findings, monkeypatch):
    """A token that Slack does not take is told with what to do."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-wrong")
    (finding,) = findings()
    assert finding.level == "wrong"
    assert "Check SLACK_BOT_TOKEN" in finding.text


def test_a_wrong_app_token(findings, monkeypatch):
    """An app-level token that opens no sockets is told."""
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-wrong")
    assert findings()[-1].level == "wrong"


def test_a_missing_scope(findings, slack):
    """A scope that is missing is told with what it is for."""
    slack.home.scopes.discard("files:write")
    (wrong,) = [each for each in findings() if each.level == "wrong"]
    assert wrong.text.startswith("The Slack app lacks the scope files:write, to attach pictures and long listings.")


def test_no_channel(findings, slack):
    """An app that is in no channel is told how to invite it."""
    slack.home.channels["C0NET"].members.clear()
    assert [each.level for each in findings()] == ["ok", "ok", "note", "ok"]


def test_slack_is_away(findings, monkeypatch):
    """Where Slack does not answer that is said."""
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api")
    (finding,) = findings()
    assert finding.level == "wrong"


def test_nothing_is_set(findings, monkeypatch):
    """Without a token Slack is not looked for; without a policy nobody would be answered."""
    monkeypatch.delenv("NETBOT_POLICY")
    assert "nobody in Slack is answered" in findings()[-1].text
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    assert [each.level for each in findings()] == ["note"]
