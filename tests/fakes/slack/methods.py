"""The methods of Slack's Web API that the bot may call, each with the rules its page gives.

A method is `name_of_method(workspace, args) -> answer`; `Refused` answers with an error. Pages: docs.slack.dev/reference/methods/<method>.
"""

import json

from tests.fakes.slack.payloads import APP, BOT, BOT_ID
from tests.fakes.slack.rules import TS, Refused, channel_of, identified, need, valid
from tests.fakes.slack.streams import STREAMS, conflict
from tests.fakes.slack.views import VIEWS


def auth_test(workspace, args):
    return {
        "user_id": BOT,
        "bot_id": BOT_ID,
        "team_id": workspace.team,
        "user": "netbot",
        "team": "Home",
        "url": "https://x.example/",
    }


def chat_post_message(workspace, args):
    need(workspace, "chat:write")
    channel = channel_of(workspace, args)
    valid(args)
    thread = args.get("thread_ts")
    if thread is not None and not TS.fullmatch(str(thread)):
        raise Refused("invalid_thread_ts")
    if thread is not None and channel.message(thread) is None:
        raise Refused("thread_not_found")
    metadata = args.get("metadata")
    # docs.slack.dev/messaging/message-metadata: event_type and event_payload, values of plain types.
    if metadata is not None and not (metadata.get("event_type") and isinstance(metadata.get("event_payload"), dict)):
        raise Refused("invalid_metadata_format")
    message = {
        "type": "message",
        "user": BOT,
        "bot_id": BOT_ID,
        "app_id": APP,
        "text": args.get("text", ""),
        "blocks": identified(workspace, args.get("blocks") or []),
        "ts": workspace.next_ts(),
        "unfurl_links": args.get("unfurl_links", True),
        "unfurl_media": args.get("unfurl_media", True),
        **({"thread_ts": thread} if thread else {}),
        **({"metadata": metadata} if metadata else {}),
    }
    channel.messages.append(message)
    return {"channel": channel.id, "ts": message["ts"], "message": message}


def chat_update(workspace, args):
    need(workspace, "chat:write")
    channel = channel_of(workspace, args)
    message = channel.message(args.get("ts"))
    if message is None:
        raise Refused("message_not_found")
    if message.get("bot_id") != BOT_ID:
        raise Refused("cant_update_message")
    if conflict(workspace, message):
        raise Refused("streaming_state_conflict")
    valid(args)
    message["text"] = args.get("text", "")
    # "If the text argument is provided and blocks are not provided, the blocks will be removed."
    message["blocks"] = identified(workspace, args.get("blocks") or [])
    if args.get("metadata"):
        message["metadata"] = args["metadata"]
    message["updates"] = message.get("updates", 0) + 1
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"]}


def chat_delete(workspace, args):
    need(workspace, "chat:write")
    channel = channel_of(workspace, args)
    message = channel.message(args.get("ts"))
    if message is None:
        raise Refused("message_not_found")
    if message.get("bot_id") != BOT_ID or conflict(workspace, message):
        raise Refused("cant_delete_message")
    channel.messages.remove(message)
    return {"channel": channel.id, "ts": args["ts"]}


def chat_post_ephemeral(workspace, args):
    need(workspace, "chat:write")
    channel = channel_of(workspace, args)
    if args.get("user") not in channel.members:
        raise Refused("user_not_in_channel")
    valid(args)
    workspace.ephemerals.append(dict(args))
    return {"message_ts": workspace.next_ts()}


def conversations_open(workspace, args):
    need(workspace, "im:write")
    if args.get("users") not in workspace.users:
        raise Refused("user_not_found")
    return {"channel": {"id": workspace.direct(args["users"]).id}}


def conversations_replies(workspace, args):
    channel = channel_of(workspace, args)
    need(workspace, channel.history_scope)
    root = channel.message(args.get("ts"))
    if root is None:
        raise Refused("thread_not_found")
    thread = [each for each in channel.messages if args["ts"] in (each["ts"], each.get("thread_ts"))]
    return _page(thread, args, first=args["ts"])


def conversations_history(workspace, args):
    channel = channel_of(workspace, args)
    need(workspace, channel.history_scope)
    return _page([each for each in reversed(channel.messages) if each.get("thread_ts", each["ts"]) == each["ts"]], args)


def _page(messages, args, first=""):
    # The thread's first message comes along whatever the bounds are; metadata only with include_all_metadata.
    oldest = float(args.get("oldest") or 0)
    found = [each for each in messages if float(each["ts"]) >= oldest or each["ts"] == first]
    limit = int(args.get("limit") or 100)
    whole = str(args.get("include_all_metadata", "0")).lower() in {"1", "true"}
    shown = [
        each if whole else {name: value for name, value in each.items() if name != "metadata"} for each in found[:limit]
    ]
    return {"messages": json.loads(json.dumps(shown)), "has_more": len(found) > limit}


def chat_get_permalink(workspace, args):
    """docs.slack.dev/reference/methods/chat.getPermalink: needs no scope."""
    channel = channel_of(workspace, args, member=False)
    if channel.message(args.get("message_ts")) is None:
        raise Refused("message_not_found")
    path = f"archives/{channel.id}/p{args['message_ts'].replace('.', '')}"
    return {"channel": channel.id, "permalink": f"https://home.slack.example/{path}"}


def conversations_info(workspace, args):
    channel = channel_of(workspace, args, member=False)
    need(workspace, "groups:read" if channel.private else "channels:read")
    return {"channel": {"id": channel.id, "is_member": BOT in channel.members, "is_archived": channel.archived}}


def users_conversations(workspace, args):
    need(workspace, "channels:read")
    mine = [each for each in workspace.channels.values() if BOT in each.members and not each.id.startswith("D")]
    return {"channels": [{"id": each.id, "name": each.id.lower()} for each in mine]}


def users_info(workspace, args):
    need(workspace, "users:read")
    if args.get("user") not in workspace.users:
        raise Refused("user_not_found")
    return {"user": workspace.users[args["user"]]}


def usergroups_list(workspace, args):
    need(workspace, "usergroups:read")
    return {"usergroups": workspace.groups}


def reactions_add(workspace, args):
    need(workspace, "reactions:write")
    channel = channel_of(workspace, args)
    if channel.message(args.get("timestamp")) is None:
        raise Refused("message_not_found")
    mark = (channel.id, args["timestamp"], args["name"])
    if mark in workspace.reactions:
        raise Refused("already_reacted")
    workspace.reactions.append(mark)
    return {}


def reactions_remove(workspace, args):
    """docs.slack.dev/reference/methods/reactions.remove: one's own, and `no_reaction` where there is none."""
    need(workspace, "reactions:write")
    channel = channel_of(workspace, args)
    mark = (channel.id, args.get("timestamp"), args.get("name"))
    if mark not in workspace.reactions:
        raise Refused("no_reaction")
    workspace.reactions.remove(mark)
    return {}


def agents_sessions_set_status(workspace, args):
    """docs.slack.dev/ai/agent-sessions: only apps declared as agents; titles of at most 200 characters."""
    need(workspace, "chat:write")
    if not workspace.agent:
        raise Refused("not_allowed")
    channel = channel_of(workspace, args, name="channel_id")
    if args.get("status") not in {"active", "processing", "suspended", "closed"}:
        raise Refused("invalid_arguments")
    if not args.get("thread_ts") or len(args.get("title") or "") > 200:
        raise Refused("invalid_arguments")
    key = (channel.id, args["thread_ts"])
    if key not in workspace.sessions and args.get("title"):
        workspace.titles[key] = args["title"]
    workspace.sessions[key] = args["status"]
    return {"status": args["status"], "agent_status": args["status"]}


def agents_sessions_rename(workspace, args):
    """docs.slack.dev/reference/methods/agents.sessions.rename: of a session that is there; titles of 1 to 200 characters."""
    need(workspace, "chat:write")
    channel = channel_of(workspace, args, name="channel_id")
    key = (channel.id, args.get("thread_ts"))
    if key not in workspace.sessions:
        raise Refused("session_not_found")
    if not 1 <= len(args.get("title") or "") <= 200:
        raise Refused("invalid_arguments")
    workspace.titles[key] = args["title"]
    return {"title": args["title"]}


def assistant_threads_set_title(workspace, args):
    """docs.slack.dev/reference/methods/assistant.threads.setTitle."""
    need(workspace, "assistant:write")
    channel = channel_of(workspace, args, name="channel_id")
    workspace.titles[(channel.id, args["thread_ts"])] = args["title"]
    return {}


def assistant_threads_set_status(workspace, args):
    need(workspace, "assistant:write")
    channel = channel_of(workspace, args, name="channel_id")
    workspace.sessions[(channel.id, args["thread_ts"])] = args["status"]
    return {}


def assistant_threads_set_suggested_prompts(workspace, args):
    """At most four, each with title and message; "including thread_ts in a call for an agent app will cause the call to silently fail"."""
    need(workspace, "assistant:write")
    prompts = args.get("prompts") or []
    if not 1 <= len(prompts) <= 4 or not all(each.get("title") and each.get("message") for each in prompts):
        raise Refused("invalid_arguments")
    if not (workspace.agent and args.get("thread_ts")):
        workspace.prompts[args["channel_id"]] = prompts
    return {}


METHODS = {
    **STREAMS,
    **VIEWS,
    "auth.test": auth_test,
    "chat.postMessage": chat_post_message,
    "chat.update": chat_update,
    "chat.delete": chat_delete,
    "chat.getPermalink": chat_get_permalink,
    "chat.postEphemeral": chat_post_ephemeral,
    "conversations.open": conversations_open,
    "conversations.replies": conversations_replies,
    "conversations.history": conversations_history,
    "conversations.info": conversations_info,
    "users.conversations": users_conversations,
    "users.info": users_info,
    "usergroups.list": usergroups_list,
    "reactions.add": reactions_add,
    "reactions.remove": reactions_remove,
    "agents.sessions.setStatus": agents_sessions_set_status,
    "agents.sessions.rename": agents_sessions_rename,
    "assistant.threads.setTitle": assistant_threads_set_title,
    "assistant.threads.setStatus": assistant_threads_set_status,
    "assistant.threads.setSuggestedPrompts": assistant_threads_set_suggested_prompts,
}
