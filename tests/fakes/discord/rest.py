"""The routes of Discord's API that the bot may call.

A route is `name(world, call, *ids) -> (status, body)`; `Refused` answers with an error. Its rules stand beside it, with the page that gives them.
"""

import re

from tests.fakes.discord import rest_about as about
from tests.fakes.discord import rest_channels as channels
from tests.fakes.discord import rest_interactions as interactions
from tests.fakes.discord import rest_messages as messages

_ID, _TOKEN = r"(\d+)", r"([^/]+)"
ROUTES = [
    (method, re.compile(pattern.replace("{id}", _ID).replace("{token}", _TOKEN)), act)
    for method, pattern, act in [
        ("GET", "/users/@me", about.get_me),
        ("POST", "/users/@me/channels", channels.create_dm),
        ("GET", "/users/@me/guilds", about.get_guilds),
        ("GET", "/applications/@me", about.get_application),
        ("GET", "/oauth2/applications/@me", about.get_application),
        ("GET", "/gateway/bot", about.get_gateway),
        ("GET", "/guilds/{id}", about.get_guild),
        ("GET", "/guilds/{id}/members/{id}", about.get_member),
        ("GET", "/channels/{id}", channels.get_channel),
        ("PATCH", "/channels/{id}", channels.modify_channel),
        ("GET", "/channels/{id}/messages", messages.get_messages),
        ("POST", "/channels/{id}/messages", messages.create_message),
        ("GET", "/channels/{id}/messages/{id}", messages.get_message),
        ("PATCH", "/channels/{id}/messages/{id}", messages.edit_message),
        ("DELETE", "/channels/{id}/messages/{id}", messages.delete_message),
        ("POST", "/channels/{id}/messages/{id}/threads", channels.start_thread),
        ("POST", "/channels/{id}/typing", channels.typing),
        ("POST", "/interactions/{id}/{token}/callback", interactions.respond),
        ("POST", "/webhooks/{id}/{token}", interactions.follow_up),
        ("GET", "/webhooks/{id}/{token}/messages/{token}", interactions.get_answer),
        ("PATCH", "/webhooks/{id}/{token}/messages/{token}", interactions.edit_answer),
        ("DELETE", "/webhooks/{id}/{token}/messages/{token}", interactions.delete_answer),
        ("GET", "/applications/{id}/commands", about.get_commands),
        ("PUT", "/applications/{id}/commands", about.put_commands),
        ("GET", "/applications/{id}/guilds/{id}/commands", about.get_guild_commands),
        ("PUT", "/applications/{id}/guilds/{id}/commands", about.put_guild_commands),
    ]
]
# Their address is their right: docs.discord.com/developers/interactions/receiving-and-responding#followup-messages.
WITHOUT_TOKEN = ("/interactions/", "/webhooks/")
