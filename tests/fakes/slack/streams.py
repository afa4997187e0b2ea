"""The streaming methods of Slack's Web API, each with the rules its page gives; where no page says so, what people met in practice.

Pages: docs.slack.dev/reference/methods/chat.startStream, /chat.appendStream, /chat.stopStream.
"""

import time

from tests.fakes.slack.limits import faults_of_message
from tests.fakes.slack.payloads import APP, BOT, BOT_ID
from tests.fakes.slack.rules import TS, Refused, channel_of, identified, need

STATUSES = {"pending", "in_progress", "complete", "error"}
SESSIONS = {"active", "processing", "suspended", "closed"}


def chat_start_stream(workspace, args):
    """A thread always; outside of direct messages a recipient and their team; text or chunks, not both."""
    need(workspace, "chat:write")
    channel = channel_of(workspace, args)
    thread = str(args.get("thread_ts") or "")
    if not TS.fullmatch(thread):
        raise Refused("invalid_thread_ts")
    if channel.message(thread) is None:
        raise Refused("thread_not_found")
    direct = channel.id.startswith("D")
    for name in ("recipient_user_id", "recipient_team_id"):
        # Required when streaming to channels.
        if not direct and not args.get(name):
            raise Refused(f"missing_{name}")
    if not direct and args["recipient_user_id"] not in workspace.users:
        raise Refused("user_not_found")
    if args.get("task_display_mode", "timeline") not in {"timeline", "plan"}:
        raise Refused("invalid_arguments")
    message = {
        "type": "message",
        "user": BOT,
        "bot_id": BOT_ID,
        "app_id": APP,
        "text": "",
        "blocks": [],
        "ts": workspace.next_ts(),
        "thread_ts": thread,
        "streaming_state": "in_progress",
        "began": time.monotonic(),
        "mode": args.get("task_display_mode", "timeline"),
        "recipient": args.get("recipient_user_id"),
    }
    _take(message, args)
    channel.messages.append(message)
    return {"channel": channel.id, "ts": message["ts"]}


def chat_append_stream(workspace, args):
    """To a stream of the app's own that is open."""
    need(workspace, "chat:write")
    channel, message = _open(workspace, args)
    if not args.get("markdown_text") and not args.get("chunks"):
        raise Refused("no_text")
    _take(message, args)
    return {"channel": channel.id, "ts": message["ts"]}


def chat_stop_stream(workspace, args):
    """Blocks are put at the bottom of what was streamed; the thread's session gets the status asked for, active unless told."""
    need(workspace, "chat:write")
    channel, message = _open(workspace, args)
    status = args.get("session_status", "active")
    if status not in SESSIONS or faults_of_message({"text": "x", "blocks": args.get("blocks") or []}):
        raise Refused("invalid_arguments")
    _take(message, args)
    message["blocks"] += identified(workspace, args.get("blocks") or [])
    message["streaming_state"] = "completed"
    if args.get("metadata"):
        message["metadata"] = args["metadata"]
    workspace.sessions[(channel.id, message["thread_ts"])] = status
    return {"channel": channel.id, "ts": message["ts"], "message": message}


def conflict(workspace, message):
    """On no page: what is still streamed into can be neither edited (`streaming_state_conflict`) nor deleted (`cant_delete_message`)."""
    return message.get("streaming_state") == "in_progress" and not _over(workspace, message)


def stopped_by_user(message):
    """Somebody pressed the stop button under a stream: docs.slack.dev/reference/events/agent_session_stopped, `streaming_message_ts`."""
    message["streaming_state"] = "stopped_by_user"


def _over(workspace, message):
    # On no page: a stream ends about five minutes after it began, whatever is appended.
    if time.monotonic() - message["began"] > workspace.stream_life:
        message["streaming_state"] = "errored"
    return message["streaming_state"] != "in_progress"


def _open(workspace, args):
    channel = channel_of(workspace, args)
    message = channel.message(args.get("ts"))
    if message is None:
        raise Refused("message_not_found")
    if message.get("bot_id") != BOT_ID:
        raise Refused("message_not_owned_by_app")
    if message.get("streaming_state") == "stopped_by_user":
        raise Refused("stopped_by_user")
    if "began" not in message or _over(workspace, message):
        raise Refused("message_not_in_streaming_state")
    return channel, message


def _take(message, args):
    """Take text or chunks: docs.slack.dev/reference/methods/chat.appendStream#using-the-chunks-parameter."""
    chunks, text = args.get("chunks") or [], args.get("markdown_text") or ""
    if chunks and text:
        raise Refused("cannot_provide_both_markdown_text_and_chunks")
    if len(text) > 12_000:
        raise Refused("msg_too_long")
    for chunk in [*chunks, *([{"type": "markdown_text", "text": text}] if text else [])]:
        match chunk:
            case {"type": "markdown_text", "text": str(more)} if more:
                message["text"] += more
            case {"type": "plan_update", "title": str(title)} if 0 < len(title) <= 256:
                message["title"] = title
            case {"type": "task_update", "id": str(id_), "title": str(title), "status": str(status)} if (
                id_ and 0 < len(title) <= 256 and status in STATUSES
            ):
                _tasks(message)[id_] = {"task_id": id_, "title": title, "status": status}
            case _:
                raise Refused("invalid_chunks")
    tasks = list(_tasks(message).values())
    if tasks:
        # As a stream is read back: docs.slack.dev/reference/block-kit/blocks/plan-block, /task-card-block.
        plan = {"type": "plan", "title": message.get("title") or tasks[-1]["title"], "tasks": tasks}
        cards = [{"type": "task_card", **each} for each in tasks]
        message["blocks"] = [plan] if message["mode"] == "plan" else cards


def _tasks(message):
    return message.setdefault("tasks", {})


STREAMS = {
    "chat.startStream": chat_start_stream,
    "chat.appendStream": chat_append_stream,
    "chat.stopStream": chat_stop_stream,
}
