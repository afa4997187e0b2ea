"""The rules that hold for all methods of Slack's Web API: scopes, channels and membership, what a message may be."""

import re

from tests.fakes.slack.limits import faults_of_message
from tests.fakes.slack.payloads import BOT

TS = re.compile(r"\d{10,}\.\d{6}")


class Refused(Exception):
    """An answer with "ok": false."""

    def __init__(self, error, **more):
        super().__init__(error)
        self.answer = {"ok": False, "error": error, **more}


def need(workspace, scope):
    """docs.slack.dev/authentication/installing-with-oauth#scopes: a call without its scope is told which it lacks."""
    if scope not in workspace.scopes:
        raise Refused("missing_scope", needed=scope, provided=",".join(sorted(workspace.scopes)))


def channel_of(workspace, args, *, member=True, name="channel"):
    """The channel of a call: `channel_not_found` where it is none the bot can see, `not_in_channel` where it is no member."""
    id_ = args.get(name) or ""
    if id_ in workspace.users and id_ != BOT:
        # A person stands for the direct message with them, says docs.slack.dev/reference/methods/chat.postMessage.
        return workspace.direct(id_)
    if id_.startswith("D") and id_ not in workspace.channels:
        raise Refused("channel_not_found")
    found = workspace.channels.get(id_)
    if found is None or (found.private and BOT not in found.members):
        raise Refused("channel_not_found")
    if found.archived:
        raise Refused("is_archived")
    if member and BOT not in found.members:
        raise Refused("not_in_channel")
    return found


def valid(args):
    """Refuse what the limits do not allow, as Slack does: error `invalid_blocks` with the places in response_metadata."""
    faults = faults_of_message(args)
    if not faults:
        return
    codes = [what.split(":")[0] for what, _ in faults]
    for code in ("no_text", "msg_too_long", "msg_blocks_too_long"):
        if code in codes:
            raise Refused(code)
    raise Refused(
        "invalid_blocks", response_metadata={"messages": [f"[ERROR] {what} ({page})" for what, page in faults]}
    )


def identified(workspace, blocks):
    """Blocks with an id each: what has none is given one."""
    return [{**each, "block_id": each.get("block_id") or workspace.next_id("b")} for each in blocks]
