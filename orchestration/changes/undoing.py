"""Undoing: the reverse of what was applied, wished for as a change of its own, with its own preview and confirmation."""

from orchestration.changes.form import Slot
from orchestration.changes.proposal import Kept
from orchestration.changes.row import Row
from orchestration.changes.values import UNCHANGED, Value
from orchestration.changes.wish import Amended, Emptied, Given, Pointed, Said, Wish
from orchestration.errors import NotUnderstood


def back_of(row: Row) -> dict[str, Given]:
    """Return what would put the changed fields of a row back; nothing of one that is new, or goes."""
    if row.wish.op != "update":
        return {}
    return {name: _back(row.form.slots[name], row.before.get(name), row.values.get(name)) for name in row.changed}


def _back(slot: Slot, was: Value | None, now: Value | None) -> Given:
    if slot.kind == "tags":
        # What others put on or took off since is left as it is.
        before, after = _ids(was), _ids(now)
        gone, new = [each for each in before if each not in after], [each for each in after if each not in before]
        type_ = slot.to[0]
        return Amended(
            adds=(Pointed(type=type_, ids=tuple(gone)),) if gone else (),
            removes=(Pointed(type=type_, ids=tuple(new)),) if new else (),
        )
    if was is None:
        return Emptied()
    if was.type:
        ids = was.data if isinstance(was.data, list) else [was.data]
        return Pointed(type=was.type, ids=tuple(ids))
    if isinstance(was.data, bool):
        return Said(text="yes" if was.data else "no")
    return Said(text=was.shown if isinstance(was.data, list) else str(was.data))


def _ids(value: Value | None) -> list[int]:
    # A tag that the same change makes has no id yet; undoing the change deletes it, and with it its place on the object.
    return [each for each in value.data if isinstance(each, int)] if value else []


def undo_wishes(kept: Kept) -> tuple[Wish, ...]:
    """Return what undoes a change: what it made goes, what it changed is put back, the last first.

    Args:
        kept: the change, applied.

    Raises:
        NotUnderstood: it deleted something, or nobody knows any more what was there before.
    """
    draft = kept.proposal.draft
    ids = [each for done in kept.progress.done for each in done.ids]
    wishes = []
    for place, operation in reversed(tuple(enumerate(draft.operations))):
        if operation.op == "delete":
            raise NotUnderstood("What was deleted cannot be brought back.", f"Create it again. {UNCHANGED}")
        if operation.op == "create":
            wishes.append(Wish(ask=0, op="delete", type=operation.type, id=ids[place]))
            continue
        back = draft.back[place] if place < len(draft.back) else {}
        if not back or any(isinstance(each, Said) and slot.endswith("_terminations") for slot, each in back.items()):
            raise NotUnderstood("What was there before is not known any more.", f"Say what it is to be. {UNCHANGED}")
        given = {name: each for name, each in back.items() if each != Amended()}
        if given:
            wishes.append(Wish(ask=0, op="update", type=operation.type, id=operation.id, given=given))
    return tuple(wishes)


def can_be_undone(kept: Kept) -> bool:
    """Say whether there is anything that undoes a change that was applied."""
    try:
        return bool(undo_wishes(kept))
    except NotUnderstood:
        return False
