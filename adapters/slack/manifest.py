"""The app's manifest: what it is called, which events it hears, and the scopes it cannot do without.

Source: docs.slack.dev/reference/app-manifest, docs.slack.dev/reference/scopes.
"""

from typing import Any

SHORTCUT = "ask_netbox"
COMMAND = "/netbox"

# Why each is needed stands beside it; nothing is asked for that would read more than the bot is spoken to in.
SCOPES = {
    "app_mentions:read": "to hear mentions",
    "assistant:write": "to show that it is at work, and prompts above its messages",
    "channels:history": "to hear follow-ups in threads without a mention, and read a thread it is called into",
    "channels:read": "to tell which channels it is in",
    "chat:write": "to answer",
    "commands": f"to offer {COMMAND} and the message shortcut",
    "files:write": "to attach pictures and long listings",
    "groups:history": "to hear follow-ups in private channels",
    "groups:read": "to tell which private channels it is in",
    "im:history": "to hear direct messages",
    "im:write": "to answer privately",
    "mpim:history": "to hear follow-ups in group messages",
    "reactions:write": "to show that a message was heard, where no status is offered",
    "usergroups:read": "to know the groups that the policy names",
    "users:read": "to tell members from guests and other organisations' people",
}
EVENTS = (
    "agent_session_stopped",
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "tokens_revoked",
)
_ABOUT = "Ask NetBox from a thread, and change it after a confirmed preview."


def manifest(name: str = "NetBox", address: str | None = None) -> dict[str, Any]:
    """Return the manifest.

    Args:
        name: what the app is called.
        address: where Slack reaches it over HTTPS ("https://bot.example.com"); None for Socket Mode, which needs none.
    """
    events, actions = f"{address}/slack/events", f"{address}/slack/events"
    command = {
        "command": COMMAND,
        "description": _ABOUT,
        "usage_hint": "devices in a site | help | link",
        "should_escape": True,
    }
    oauth: dict[str, Any] = {"scopes": {"bot": sorted(SCOPES)}}
    if address is not None:
        command["url"] = actions
        oauth["redirect_urls"] = [f"{address}/slack/oauth_redirect"]
    return {
        "display_information": {"name": name, "description": _ABOUT},
        "features": {
            "agent_view": {"agent_description": _ABOUT},
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": name, "always_online": True},
            "shortcuts": [
                {
                    "name": "Ask NetBox about this",
                    "type": "message",
                    "callback_id": SHORTCUT,
                    "description": "Looks up what this message names",
                }
            ],
            "slash_commands": [command],
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": {
                "bot_events": list(EVENTS),
                **({"request_url": events} if address is not None else {}),
            },
            "interactivity": {
                "is_enabled": True,
                **({"request_url": actions} if address is not None else {}),
            },
            "org_deploy_enabled": False,
            "socket_mode_enabled": address is None,
            "token_rotation_enabled": False,
        },
    }
