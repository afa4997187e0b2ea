import json

from adapters.slack.manifest import COMMAND, EVENTS, SCOPES, SHORTCUT, manifest
from tests.fakes.at_work import command

# Which scope each event needs: docs.slack.dev/reference/events.
NEEDED = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
}


def test_every_event_has_its_scope():
    """The app asks for the scope of each event that it hears."""
    assert {NEEDED[each] for each in EVENTS if each in NEEDED} <= set(SCOPES)


def test_socket_mode():
    """By default the app needs no address: sockets, and no URL anywhere."""
    made = manifest()
    assert made["settings"]["socket_mode_enabled"] is True
    assert "http" not in json.dumps(made)
    assert [each["command"] for each in made["features"]["slash_commands"]] == [COMMAND]
    assert made["features"]["shortcuts"][0]["callback_id"] == SHORTCUT
    # docs.slack.dev/reference/app-manifest: name 35, description 140, agent_description 300, shortcut name 24 characters at most.
    assert len(made["features"]["shortcuts"][0]["name"]) <= 24
    assert len(made["display_information"]["description"]) <= 140


def test_http():
    """For HTTP all that Slack calls is under the address that is given."""
    made = manifest("NetBox", "https://bot.example.com")
    urls = {
        made["settings"]["event_subscriptions"]["request_url"],
        made["settings"]["interactivity"]["request_url"],
        made["features"]["slash_commands"][0]["url"],
    }
    assert urls == {"https://bot.example.com/slack/events"}
    assert made["settings"]["socket_mode_enabled"] is False


def test_the_command_prints_it(monkeypatch, capsys):
    """`netbot slack manifest` prints it and needs no setting for that."""
    for name in ("NETBOX_URL", "REDIS_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    status, printed, told = command(monkeypatch, capsys, "slack", "manifest", "--http", "https://bot.example.com/")
    assert (status, json.loads(printed), told) == (0, manifest("NetBox", "https://bot.example.com"), "")
