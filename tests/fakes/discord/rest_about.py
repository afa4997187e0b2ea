"""What the double's API tells of the bot, its application and its guilds, and its commands."""

from tests.fakes.discord import state
from tests.fakes.discord.rest_errors import Refused
from tests.fakes.discord.state import BOT


def get_me(world, call):
    return 200, {**world.users[BOT], "verified": True, "mfa_enabled": False, "locale": "en-US", "email": None}


def get_application(world, call):
    """docs.discord.com/developers/resources/application#get-current-application."""
    # See docs.discord.com/developers/resources/application#application-object-application-flags: GATEWAY_MESSAGE_CONTENT_LIMITED.
    flags = 1 << 19 if world.intents_granted and world.tells_flags else 0
    found = {
        "id": state.APPLICATION,
        "name": "NetBox",
        "description": "",
        "icon": None,
        "summary": "",
        "verify_key": "0" * 64,
    }
    return 200, {
        **found,
        "bot_public": world.public_bot,
        "bot_require_code_grant": False,
        "flags": flags,
        "bot": world.users[BOT],
        "team": None,
        "owner": world.users[state.ANN],
    }


def get_gateway(world, call):
    limits = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
    return 200, {"url": world.gateway_url, "shards": 1, "session_start_limit": limits}


def get_guild(world, call, guild):
    found = _guild(world, guild)
    return 200, {
        "id": found.id,
        "name": found.name,
        "owner_id": found.owner,
        "roles": found.roles,
        "emojis": [],
        "features": [],
    }


def get_guilds(world, call):
    """docs.discord.com/developers/resources/user#get-current-user-guilds: those the bot is in, with its permissions there."""
    mine = [each for each in world.guilds.values() if BOT in each.members]
    return 200, [{"id": each.id, "name": each.name, "permissions": str(each.permissions)} for each in mine]


def get_member(world, call, guild, person):
    found = _guild(world, guild)
    if person not in found.members:
        raise Refused(10007 if person in world.users else 10013)
    return 200, world.member(found, person)


def _guild(world, guild):
    if guild not in world.guilds:
        raise Refused(10004)
    return world.guilds[guild]


def put_commands(world, call, application):
    """docs.discord.com/developers/interactions/application-commands#bulk-overwrite-global-application-commands."""
    world.commands = [
        {**each, "id": world.snowflake(), "application_id": application, "version": world.snowflake()}
        for each in call.body
    ]
    return 200, world.commands


def get_commands(world, call, application):
    return 200, world.commands


def put_guild_commands(world, call, application, guild):
    found = _guild(world, guild)
    found.commands = [
        {
            **each,
            "id": world.snowflake(),
            "application_id": application,
            "guild_id": guild,
            "version": world.snowflake(),
        }
        for each in call.body
    ]
    return 200, found.commands


def get_guild_commands(world, call, application, guild):
    return 200, _guild(world, guild).commands
