"""What people do with commands, buttons, menus and forms, as the gateway tells of it.

Source: docs.discord.com/developers/interactions/receiving-and-responding#interaction-object.
"""

from tests.fakes.discord.state import ANN, APPLICATION, DM, NET

COMMAND, PRESS, TYPING, SENT = 2, 3, 4, 5
_BUTTON = 2


def command(world, sub, values=None, *, person=ANN, channel=NET):
    """Let somebody use `/netbox <sub>`; returns the interaction."""
    return _told(world, COMMAND, person, channel, _netbox(world, sub, _options(values or {})))


def typing(world, sub, name, text, *, person=ANN, channel=NET):
    """Let somebody type into an option that is completed."""
    options = [{**each, "focused": True} for each in _options({name: text})]
    return _told(world, TYPING, person, channel, _netbox(world, sub, options))


def menu(world, name, message, *, person=ANN, channel=NET):
    """Let somebody use a command on a message."""
    data = {"id": "400000000000000002", "name": name, "type": 3, "target_id": message["id"]}
    data["resolved"] = {"messages": {message["id"]: message}}
    return _told(world, COMMAND, person, channel, data)


def press(world, message, custom_id, *, values=None, person=ANN):
    """Let somebody press a button, or choose from a menu, under a message."""
    data = {"custom_id": custom_id, "component_type": _BUTTON, "id": 1}
    if values is not None:
        data |= {"component_type": 3, "values": list(values)}
    return _told(world, PRESS, person, message["channel_id"], data, message)


def submit(world, opened, values, *, message=None):
    """Let somebody send the form that an interaction opened, with values by field.

    Args:
        world: where.
        opened: the interaction that was answered by the form.
        values: what is typed, by custom id of the field.
        message: what the form was opened from.
    """
    components = [_filled(each, values) for each in opened.modal["components"]]
    data = {"custom_id": opened.modal["custom_id"], "components": components}
    return _told(world, SENT, opened.user, opened.channel, data, message)


def _filled(place, values):
    """docs.discord.com/developers/components/reference#label-label-interaction-response-structure, #text-input."""
    inner = [place["component"]] if "component" in place else place.get("components", [])
    filled = []
    for number, field in enumerate(inner, 1):
        value = values.get(field.get("custom_id"), field.get("value", ""))
        given = {"values": [value] if value else []} if field["type"] == 3 else {"value": value}
        filled.append({"type": field["type"], "id": number, "custom_id": field["custom_id"], **given})
    answered = {"type": place["type"], "id": 1}
    if "component" in place:
        return {**answered, "component": filled[0]}
    return {**answered, "components": filled} if filled else answered


def _netbox(world, sub, options):
    registered = next((each for each in world.commands if each.get("type", 1) == 1), {"id": "400000000000000001"})
    chosen = {"type": 1, "name": sub, "options": options}
    return {"id": registered["id"], "name": "netbox", "type": 1, "options": [chosen]}


def _options(values):
    return [{"type": 3, "name": name, "value": value} for name, value in values.items()]


def _told(world, type_, person, channel, data, message=None):
    with world.lock:
        made = world.interaction(type_, person, channel=channel, message=message["id"] if message else None)
        place = world.channels[channel]
        guild = world.guilds.get(place.guild or "")
        payload = {
            "id": made.id,
            "application_id": APPLICATION,
            "type": type_,
            "token": made.token,
            "version": 1,
            "data": data,
            "channel_id": channel,
            "channel": {**place.as_json(world), "permissions": "2222085186636353"},
            "app_permissions": "2222085186636353",
            "locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": {"0": place.guild or "0"},
            "context": 1 if place.type == DM else 0,
            "attachment_size_limit": 10_485_760,
        }
        if guild is None:
            payload["user"] = world.users[person]
        else:
            member = world.member(guild, person)
            payload |= {"guild_id": guild.id, "member": {**member, "permissions": "2222085186636353"}}
            payload |= {"guild_locale": "en-US", "guild": {"id": guild.id, "locale": "en-US", "features": []}}
        if message is not None:
            payload["message"] = message
        world.dispatch("INTERACTION_CREATE", payload)
        return made
