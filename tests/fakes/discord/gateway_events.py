"""What of an event a session of the gateway is told: docs.discord.com/developers/events/gateway#gateway-intents."""

import copy

from tests.fakes.discord.state import BOT, moment

_CONTENT = 1 << 15
_EMPTY = {"content": "", "embeds": [], "attachments": [], "components": []}
# docs.discord.com/developers/events/gateway#list-of-intents
_IN_GUILDS = {
    "MESSAGE_CREATE": 1 << 9,
    "MESSAGE_UPDATE": 1 << 9,
    "MESSAGE_DELETE": 1 << 9,
    "MESSAGE_DELETE_BULK": 1 << 9,
    "TYPING_START": 1 << 11,
    "MESSAGE_REACTION_ADD": 1 << 10,
}
_DIRECT = {name: intent << 3 for name, intent in _IN_GUILDS.items()}
_ALWAYS = frozenset({"INTERACTION_CREATE", "READY", "RESUMED"})


def seen_with(intents, event, data):
    """Return what a session with these intents is told of an event; None for nothing."""
    if event in _ALWAYS:
        return copy.deepcopy(data)
    if event in _IN_GUILDS:
        needed = (_IN_GUILDS if data.get("guild_id") else _DIRECT)[event]
        return _content(intents, data) if intents & needed else None
    return copy.deepcopy(data) if intents & 1 else None


def _content(intents, data):
    """docs.discord.com/developers/events/gateway#message-content-intent: without it only one's own, direct ones, and mentions."""
    found = copy.deepcopy(data)
    author = found.get("author") or {}
    mentioned = any(each["id"] == BOT for each in found.get("mentions") or ())
    if intents & _CONTENT or not found.get("guild_id") or author.get("id") == BOT or mentioned or not author:
        return found
    return {**found, **{name: empty for name, empty in _EMPTY.items() if name in found}}


def for_shard(data, shard):
    """docs.discord.com/developers/events/gateway#sharding: a guild's events go to one shard, direct messages to the first."""
    guild = data.get("guild_id")
    number, count = shard
    return (int(guild) >> 22) % count == number if guild else number == 0


def whole_guild(world, guild):
    """docs.discord.com/developers/events/gateway-events#guild-create."""
    channels = [each for each in world.channels.values() if each.guild == guild.id]
    return {
        "id": guild.id,
        "name": guild.name,
        "owner_id": guild.owner,
        "roles": guild.roles,
        "emojis": [],
        "stickers": [],
        "features": [],
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "vanity_url_code": None,
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "application_id": None,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "preferred_locale": "en-US",
        "premium_progress_bar_enabled": False,
        "joined_at": moment(),
        "large": False,
        "unavailable": False,
        "member_count": len(guild.members),
        "voice_states": [],
        "members": [world.member(guild, BOT)],
        "channels": [each.as_json(world) for each in channels if not each.is_thread],
        "threads": [each.as_json(world) for each in channels if each.is_thread and not each.archived],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
    }
