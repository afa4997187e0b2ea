"""What a change says at each of its steps."""

from datetime import datetime

from orchestration.changes.digest import SHOWN
from orchestration.changes.proposal import Kept, Proposal
from orchestration.changes.undoing import can_be_undone
from orchestration.messages import Author, Button, Changes, Notice, Part, Prose, Reply, Run, prose
from orchestration.messages.reply import Kind

_DAY = 24 * 60 * 60


def preview(proposal: Proposal, who: str, calls: tuple[str, ...] = (), notes: tuple[str, ...] = ()) -> Reply:
    """Return the contract: every field, and the buttons with the same verb and number.

    Args:
        proposal: what waits.
        who: who can confirm it, in a few words.
        calls: ids of the platform's own groups that are to be told of it.
        notes: what else must not be missed.
    """
    until = clock_time(proposal.until, day=proposal.until - proposal.made_at >= _DAY)
    line = f"{who} · until {until} · {proposal.id}"
    told = (*notes, *proposal.draft.notes)
    parts: tuple[Part, ...] = (*(Notice(text=each) for each in told), proposal.draft.changes, prose(line))
    destroys = all(each.op == "delete" for each in proposal.draft.operations)
    buttons = (
        Button(
            label=proposal.draft.button,
            ref=f"change:yes:{proposal.id}:{proposal.digest[:SHOWN]}",
            style="danger" if destroys else "primary",
        ),
        Button(label="Cancel", ref=f"change:no:{proposal.id}"),
    )
    return Reply(
        turn=proposal.turn,
        kind="preview",
        intent=proposal.intent,
        parts=parts,
        buttons=buttons,
        # Made only where onlookers may see it whole; who is to confirm it must.
        shown_to_all=proposal.by_second,
        calls=calls,
    )


def done(kept: Kept, turn: str) -> Reply:
    """Return what stands in the preview's place once it is applied: what NetBox made, by whom and when."""
    proposal = kept.proposal
    asked, made = (
        proposal.draft.changes,
        [pair for each in kept.progress.done for pair in zip(each.ids, each.urls, strict=True)],
    )
    changes = tuple(
        change.model_copy(update={"id": id_, "url": url or None})
        for change, (id_, url) in zip(asked.changes, made, strict=True)
    )
    runs = [Run(text=_by(kept))]
    if len(changes) == 1 and (url := changes[0].url):
        runs += [Run(text=" · "), Run(text=url, url=url)]
    parts = (Changes(title=proposal.draft.done or title(proposal), changes=changes), Prose(runs=tuple(runs)))
    buttons = (Button(label="Undo", ref=f"change:undo:{proposal.id}"),) if can_be_undone(kept) else ()
    return Reply(turn=turn, kind="done", intent=proposal.intent, parts=parts, buttons=buttons, amends=proposal.turn)


def done_already(kept: Kept, turn: str) -> Reply:
    """Return the answer to a second confirmation: it was done once, and is not done again."""
    names = ", ".join(name for each in kept.progress.done for name in each.names)
    text = f"That is done already, {_by(kept)}: {names}. Nothing was done twice."
    return Reply(turn=turn, kind="done", intent=kept.proposal.intent, parts=(prose(text),))


def ended(kept: Kept, turn: str, text: str, kind: Kind, *, intent: str = "") -> Reply:
    """Return what stands in the preview's place once it is over, its buttons gone."""
    proposal = kept.proposal
    said = (prose(text), prose(f"{title(proposal)} · {proposal.id}"))
    return Reply(turn=turn, kind=kind, intent=intent or proposal.intent, parts=said, amends=proposal.turn)


def plain(turn: str, text: str, kind: Kind, intent: str, *, private: bool = False) -> Reply:
    """Return a message of its own."""
    return Reply(turn=turn, kind=kind, intent=intent, parts=(prose(text),), private=private)


def title(proposal: Proposal) -> str:
    """Return what a proposal would do, in a few words: "Create 1 VLAN in a site"."""
    return proposal.draft.changes.title.removesuffix("?")


def over(kept: Kept) -> str:
    """Return why a proposal can be confirmed no more."""
    by, at = kept.progress.by, clock_time(kept.progress.ended_at or kept.proposal.until)
    told = {
        "cancelled": f"That was cancelled at {at}{f' by {called(by)}' if by else ''}.",
        "expired": f"That ran out at {clock_time(kept.proposal.until)}. Ask for it again.",
        "superseded": f"That was replaced. {kept.progress.reason}".strip(),
        "failed": f"That failed at {at}: {kept.progress.reason}",
        "unknown": f"{kept.progress.reason} It is not sent again.",
    }
    text = told[kept.state]
    return text if kept.state in ("failed", "unknown") else f"{text} Nothing was changed."


def called(author: Author) -> str:
    """Return what to call somebody."""
    return author.name or author.id


def clock_time(at: float, *, day: bool = False) -> str:
    """Return a moment by the clock of where the bot runs.

    Args:
        at: seconds since the epoch.
        day: the weekday too.
    """
    return datetime.fromtimestamp(at).astimezone().strftime("%a %H:%M" if day else "%H:%M")


def _by(kept: Kept) -> str:
    by = kept.progress.by
    return f"by {called(by) if by else 'nobody'} at {clock_time(kept.progress.ended_at or 0)} · {kept.proposal.id}"
