"""Channels, threads and direct messages of the double's API.

Source: docs.discord.com/developers/resources/channel.
"""

from tests.fakes.discord import state
from tests.fakes.discord.rest_call import channel_of
from tests.fakes.discord.rest_errors import Refused, form_errors
from tests.fakes.discord.state import BOT, EPHEMERAL


def get_channel(world, call, channel):
    return 200, channel_of(world, channel).as_json(world)


def modify_channel(world, call, channel):
    """docs.discord.com/developers/resources/channel#modify-channel-json-params-thread: who may send in a thread that is not locked may unarchive it."""
    place = channel_of(world, channel)
    needed = "SEND_MESSAGES_IN_THREADS" if place.is_thread and not place.locked else "MANAGE_THREADS"
    channel_of(world, channel, needed)
    place.archived = bool(call.body.get("archived", place.archived))
    return 200, place.as_json(world)


def start_thread(world, call, channel, message):
    """docs.discord.com/developers/resources/channel#start-thread-from-message: the thread has the message's id."""
    place = channel_of(world, channel, "CREATE_PUBLIC_THREADS")
    found = place.message(message)
    if found is None or found["flags"] & EPHEMERAL:
        raise Refused(10008)
    if place.is_thread or place.type == state.DM:
        raise Refused(50024)
    if message in world.channels:
        raise Refused(160004)
    name = call.body.get("name")
    if not isinstance(name, str) or not 1 <= len(name) <= 100:
        raise Refused(50035, form_errors([(["name"], "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")]))
    if call.body.get("auto_archive_duration", 1440) not in {60, 1440, 4320, 10080}:
        raise Refused(
            50035,
            form_errors(
                [(["auto_archive_duration"], "BASE_TYPE_CHOICES", "Value must be one of {60, 1440, 4320, 10080}.")]
            ),
        )
    thread = world.open_thread(channel, name, id_=None if world.threads_apart else message)
    thread.auto_archive = call.body.get("auto_archive_duration", 1440)
    return 201, thread.as_json(world)


def typing(world, call, channel):
    channel_of(world, channel, "SEND_MESSAGES").typing += 1
    return 204, None


def create_dm(world, call):
    """docs.discord.com/developers/resources/user#create-dm."""
    person = str((call.body or {}).get("recipient_id"))
    if person not in world.users or person == BOT:
        raise Refused(50035, form_errors([(["recipient_id"], "USER_INVALID", "Invalid user")]))
    return 200, world.direct(person).as_json(world)
