"""What interactions are answered with: once within three seconds, then for fifteen minutes by their token.

Source: docs.discord.com/developers/interactions/receiving-and-responding.
"""

import time

from tests.fakes.discord import state
from tests.fakes.discord.rest_call import Call
from tests.fakes.discord.rest_errors import Refused, form_errors
from tests.fakes.discord.rest_limits import faults_of_modal
from tests.fakes.discord.rest_messages import edited, made
from tests.fakes.discord.state import BOT, COMPONENTS_V2, EPHEMERAL, LOADING, SUPPRESS_EMBEDS


def _interaction(world, token, id_=None):
    found = world.interactions.get(token)
    if found is None or (id_ is not None and found.id != id_):
        raise Refused(10062 if id_ else 10015)
    return found


def respond(world, call, id_, token):
    """docs.discord.com/developers/interactions/receiving-and-responding#create-interaction-response: once, within three seconds."""
    found = _interaction(world, token, id_)
    if found.answered is not None:
        raise Refused(40060)
    if time.monotonic() - found.made > world.respond_within:
        raise Refused(10062)
    kind, data = call.body["type"], call.body.get("data") or {}
    if kind == 9:
        _modal(found, data)
    elif kind == 8:
        _choices(found, data)
    elif kind in {4, 5}:
        _first_answer(world, found, kind, Call(data, files=call.files))
    elif kind in {6, 7}:
        found.original = found.message
        found.ephemeral = found.message in world.visible_to
        if kind == 7:
            edited(world, world.channels[found.channel].message(found.message), Call(data, files=call.files))
    found.answered = kind
    if call.query.get("with_response") not in {"1", "true", "True"}:
        return 204, None
    told = {"id": found.id, "type": found.type, "response_message_id": found.original}
    resource = {"type": kind}
    if kind in {4, 5} and found.original:
        resource["message"] = world.channels[found.channel].message(found.original)
    return 200, {"interaction": told, "resource": resource}


def _modal(found, data):
    # The same page: a form cannot follow a form.
    if found.type == 5:
        raise Refused(
            50035, form_errors([(["type"], "INTERACTION_TYPE_INVALID", "A modal cannot answer a modal submit")])
        )
    faults = faults_of_modal(data)
    if faults:
        raise Refused(50035, form_errors(faults))
    found.modal = data


def _choices(found, data):
    """docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-autocomplete: at most 25."""
    choices = data.get("choices") or []
    lengths = [len(str(each.get("name"))) for each in choices] + [len(str(each.get("value"))) for each in choices]
    if len(choices) > 25 or any(not 1 <= length <= 100 for length in lengths):
        raise Refused(
            50035, form_errors([(["data", "choices"], "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")])
        )
    found.choices = choices


def _first_answer(world, found, kind, call):
    if kind == 5:
        # In a deferral only EPHEMERAL counts.
        message = world.blank(found.channel, BOT)
        message["application_id"] = state.APPLICATION
        message["flags"] = LOADING | (call.body.get("flags") or 0) & EPHEMERAL
    else:
        message = made(world, found.channel, call)
    _placed(world, found, message)
    found.original, found.ephemeral = message["id"], bool(message["flags"] & EPHEMERAL)


def _placed(world, found, message):
    message["interaction_metadata"] = {"id": found.id, "type": found.type, "user": world.users[found.user]}
    if message["flags"] & EPHEMERAL:
        world.visible_to[message["id"]] = found.user
        # An ephemeral message is told to nobody over the gateway but who sees it.
        world.channels[found.channel].messages.append(message)
        return
    world.add(message)


def _alive(world, token):
    """docs.discord.com/developers/interactions/receiving-and-responding#followup-messages: fifteen minutes, then the token is none."""
    found = _interaction(world, token)
    if time.monotonic() - found.made > world.token_life:
        raise Refused(50027)
    if found.answered is None:
        raise Refused(10015)
    return found


def follow_up(world, call, application, token):
    """Make another message by the interaction's webhook; it knows no nonce."""
    found = _alive(world, token)
    flags = (call.body.get("flags") or 0) & (SUPPRESS_EMBEDS | COMPONENTS_V2 | EPHEMERAL)
    message = made(world, found.channel, call, flags=flags)
    _placed(world, found, message)
    return 200, message


def edit_answer(world, call, application, token, message):
    """Edit what the interaction's webhook made; `@original` is the first response, of a press the message pressed on."""
    found = _alive(world, token)
    return 200, edited(world, _answer(world, found, message), call)


def get_answer(world, call, application, token, message):
    return 200, _answer(world, _alive(world, token), message)


def delete_answer(world, call, application, token, message):
    found = _alive(world, token)
    world.channels[found.channel].messages.remove(_answer(world, found, message))
    return 204, None


def _answer(world, found, message):
    id_ = found.original if message == "@original" else message
    held = world.channels[found.channel].message(id_) if id_ else None
    made_here = held is not None and (held.get("interaction_metadata") or {}).get("id") == found.id
    if held is None or not (made_here or id_ == found.original):
        raise Refused(10008)
    return held
