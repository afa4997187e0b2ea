"""What long work looks like: a message that lists the steps done and the one under way."""

from collections.abc import Sequence

from adapters.slack.blocks import Block, escape, rich, words
from adapters.slack.render import Message
from orchestration.messages.clean import clean

MOST_STEPS = 12


def steps_message(notes: Sequence[str], *, newest: bool = True) -> Message:
    """Return the message that shows how far work has come.

    Args:
        notes: what was and is being done, in order; the last is under way.
        newest: use the plan block of 2026; without it the steps are lines.
    """
    shown = [clean(each) or "working" for each in notes[-MOST_STEPS:]]
    done, now = shown[:-1], shown[-1]
    if not newest:
        lines = [[words(f"{each} - done")] for each in done]
        return Message(escape(f"{now} ..."), rich([*lines, [words(f"{now} ...", "italic")]]))
    tasks: list[Block] = [_task(number, each, "complete") for number, each in enumerate(done)]
    return Message(
        escape(f"{now} ..."), [{"type": "plan", "title": now, "tasks": [*tasks, _task(len(done), now, "in_progress")]}]
    )


def _task(number: int, title: str, status: str) -> Block:
    return {"task_id": f"step-{number}", "title": title, "status": status}
