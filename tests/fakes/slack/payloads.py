"""Raw payloads as Slack sends them, in the form of its reference pages.

docs.slack.dev/reference/events/app_mention, /message, /message.im, /app_home_opened, /agent_session_stopped,
docs.slack.dev/reference/interaction-payloads/block_actions-payload, /shortcuts-interaction-payload, /view-interactions-payload,
docs.slack.dev/interactivity/implementing-slash-commands.
"""

import itertools

TEAM, APP, BOT, BOT_ID = "T0HOME", "A0NETBOT", "U0NETBOT", "B0NETBOT"
ANN, BEN, GUEST, STRANGER = "U0ANN", "U0BEN", "U0GUEST", "U0FOREIGN"
_numbers = itertools.count(1)


def event(inner, *, team=TEAM, bot=BOT):
    """An Events API envelope around an event."""
    number = next(_numbers)
    return {
        "token": "verification",
        "team_id": team,
        "api_app_id": APP,
        "event": inner,
        "type": "event_callback",
        "event_id": f"Ev{number:09}",
        "event_time": int(float(inner.get("event_ts", "1"))),
        "authorizations": [
            {"enterprise_id": None, "team_id": team, "user_id": bot, "is_bot": True, "is_enterprise_install": False}
        ],
        "is_ext_shared_channel": False,
    }


def mention(text, *, ts, user=ANN, channel="C0NET", thread=None, team=TEAM, home=None):
    """The `app_mention` event of a message that names the bot."""
    inner = {
        "type": "app_mention",
        "user": user,
        "text": f"<@{BOT}> {text}",
        "ts": ts,
        "channel": channel,
        "event_ts": ts,
        "team": home or team,
        **({"thread_ts": thread} if thread else {}),
    }
    return event(inner, team=team)


def message(text, *, ts, user=ANN, channel="C0NET", thread=None, team=TEAM, home=None, **more):
    """The `message` event of a message in a channel or a direct message."""
    inner = {
        "type": "message",
        "user": user,
        "text": text,
        "ts": ts,
        "channel": channel,
        "event_ts": ts,
        "channel_type": "im" if channel.startswith("D") else "channel",
        "team": home or team,
        **({"thread_ts": thread} if thread else {}),
        **more,
    }
    return event(inner, team=team)


def changed(text, before, *, ts, user=ANN, channel="C0NET", thread=None):
    """The event of an edited message."""
    new = {"type": "message", "user": user, "text": text, "ts": ts, "team": TEAM, "edited": {"user": user, "ts": ts}}
    old = {"type": "message", "user": user, "text": before, "ts": ts, "team": TEAM}
    if thread:
        new["thread_ts"] = old["thread_ts"] = thread
    return event(
        {
            "type": "message",
            "subtype": "message_changed",
            "channel": channel,
            "channel_type": "im" if channel.startswith("D") else "channel",
            "ts": f"{ts}9",
            "event_ts": f"{ts}9",
            "message": new,
            "previous_message": old,
            "hidden": True,
        }
    )


def removed(ts, *, user=ANN, channel="C0NET", thread=None):
    """The event of a deleted message."""
    old = {"type": "message", "user": user, "text": "x", "ts": ts, **({"thread_ts": thread} if thread else {})}
    return event(
        {
            "type": "message",
            "subtype": "message_deleted",
            "channel": channel,
            "channel_type": "channel",
            "ts": f"{ts}9",
            "event_ts": f"{ts}9",
            "deleted_ts": ts,
            "previous_message": old,
            "hidden": True,
        }
    )


def command(text, *, user=ANN, channel="C0NET", trigger="13345224609.738474920.8088", team=TEAM):
    """A slash command, as a dictionary of its form fields."""
    return {
        "token": "verification",
        "team_id": team,
        "team_domain": "example",
        "channel_id": channel,
        "channel_name": "network",
        "user_id": user,
        "user_name": user.lower(),
        "command": "/netbox",
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": "",
        "trigger_id": trigger,
    }


def press(action, *, message, user=ANN, channel="C0NET", at="1800000000.000100", home=TEAM, trigger="1.2.3", url=""):
    """A press of a button: `action` is its element as posted, with the id of its block."""
    return {
        "type": "block_actions",
        "user": {"id": user, "username": user.lower(), "team_id": home},
        "api_app_id": APP,
        "token": "verification",
        "container": {
            "type": "message",
            "message_ts": message["ts"],
            "channel_id": channel,
            "is_ephemeral": False,
            **({"thread_ts": message["thread_ts"]} if "thread_ts" in message else {}),
        },
        "trigger_id": trigger,
        "team": {"id": TEAM, "domain": "example"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": channel, "name": "network"},
        "message": message,
        "state": {"values": {}},
        "response_url": url,
        "actions": [{**action, "action_ts": at}],
    }


def message_shortcut(message, *, user=ANN, channel="C0NET", at="1800000000.000200", trigger="1.2.3"):
    """The message shortcut "Ask NetBox about this"."""
    return {
        "type": "message_action",
        "callback_id": "ask_netbox",
        "trigger_id": trigger,
        "response_url": "",
        "action_ts": at,
        "token": "verification",
        "team": {"id": TEAM, "domain": "example"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": channel, "name": "network"},
        "user": {"id": user, "username": user.lower(), "team_id": TEAM, "name": user.lower()},
        "message_ts": message["ts"],
        "message": message,
    }


def submission(view, values, *, user=ANN, view_id="V1", trigger="1.2.3"):
    """A modal that was sent: `values` by block, each the element's state."""
    return {
        "type": "view_submission",
        "team": {"id": TEAM, "domain": "example"},
        "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": TEAM},
        "api_app_id": APP,
        "token": "verification",
        "trigger_id": trigger,
        "view": {
            **view,
            "id": view_id,
            "team_id": TEAM,
            "state": {"values": values},
            "hash": f"{view_id}.1",
            "root_view_id": view_id,
            "app_id": APP,
            "bot_id": BOT_ID,
        },
        "response_urls": [],
        "is_enterprise_install": False,
    }


def home_opened(*, user=ANN, tab="home", channel="D0ANN"):
    """The event of somebody who opens the app's home."""
    return event(
        {"type": "app_home_opened", "user": user, "channel": channel, "event_ts": "1800000000.000300", "tab": tab}
    )


def stopped(*, thread, user=ANN, channel="C0NET"):
    """The event of the native stop button."""
    return event(
        {
            "type": "agent_session_stopped",
            "channel": channel,
            "event_ts": "1800000000.000400",
            "streaming_message_ts": [],
            "thread_ts": thread,
            "user": user,
        }
    )
