"""Modals, home tabs and files of Slack's Web API, each with the rules its page gives.

Pages: docs.slack.dev/reference/methods/<method>, docs.slack.dev/reference/views, docs.slack.dev/messaging/working-with-files#uploading.
"""

import json
import time

from tests.fakes.slack.limits import faults_of_view
from tests.fakes.slack.payloads import BOT, BOT_ID
from tests.fakes.slack.rules import Refused, channel_of, need


def views_open(workspace, args):
    return _opened(workspace, args)


def views_push(workspace, args):
    return _opened(workspace, args)


def _opened(workspace, args):
    """A trigger is good once, for three seconds: docs.slack.dev/reference/methods/views.open."""
    made = workspace.triggers.get(args.get("trigger_id"))
    if made is None:
        raise Refused("invalid_trigger_id")
    if made < 0:
        raise Refused("exchanged_trigger_id")
    if time.monotonic() - made > workspace.trigger_life:
        raise Refused("expired_trigger_id")
    workspace.triggers[args["trigger_id"]] = -1.0
    view = args["view"]
    _valid_view(view)
    id_ = workspace.next_id("V")
    workspace.views[id_] = {**view, "id": id_}
    return {"view": workspace.views[id_]}


def views_update(workspace, args):
    if args.get("view_id") not in workspace.views:
        raise Refused("not_found")
    _valid_view(args["view"])
    workspace.views[args["view_id"]] = {**args["view"], "id": args["view_id"]}
    return {"view": workspace.views[args["view_id"]]}


def views_publish(workspace, args):
    _valid_view(args["view"])
    if args.get("user_id") not in workspace.users:
        raise Refused("user_not_found")
    workspace.homes[args["user_id"]] = args["view"]
    return {"view": args["view"]}


def _valid_view(view):
    faults = faults_of_view(view)
    if faults:
        raise Refused(
            "invalid_arguments", response_metadata={"messages": [f"[ERROR] {what} ({page})" for what, page in faults]}
        )


def files_get_upload_url_external(workspace, args):
    need(workspace, "files:write")
    if not args.get("filename") or int(args.get("length") or 0) <= 0:
        raise Refused("invalid_arguments")
    id_ = workspace.next_id("F")
    workspace.files[id_] = {
        "id": id_,
        "name": args["filename"],
        "alt": args.get("alt_txt"),
        "length": int(args["length"]),
    }
    return {"file_id": id_, "upload_url": f"{args['_root']}/upload/{id_}"}


def files_complete_upload_external(workspace, args):
    need(workspace, "files:write")
    files = args.get("files") or []
    files = json.loads(files) if isinstance(files, str) else files
    for each in files:
        kept = workspace.files.get(each["id"])
        if kept is None or len(kept.get("content", b"")) != kept["length"]:
            raise Refused("file_not_found")
        kept.update(title=each.get("title"), channel=args.get("channel_id"), thread=args.get("thread_ts"))
    if args.get("channel_id"):
        channel = channel_of(workspace, args, name="channel_id")
        shared = [{"id": each["id"], "title": each.get("title")} for each in files]
        channel.messages.append(
            {
                "type": "message",
                "user": BOT,
                "bot_id": BOT_ID,
                "text": "",
                "files": shared,
                "ts": workspace.next_ts(),
                "thread_ts": args.get("thread_ts"),
            }
        )
    return {"files": [{"id": each["id"], "title": each.get("title")} for each in files]}


VIEWS = {
    "views.open": views_open,
    "views.push": views_push,
    "views.update": views_update,
    "views.publish": views_publish,
    "files.getUploadURLExternal": files_get_upload_url_external,
    "files.completeUploadExternal": files_complete_upload_external,
}
