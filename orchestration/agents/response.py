"""Response Generation: makes the reply of what the tools found, and of what went wrong."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from orchestration.agents.planning import CHANGES
from orchestration.errors import (
    Ambiguous,
    Incomplete,
    Invalid,
    NetbotError,
    NotFound,
    NotUnderstood,
    Refused,
    TooMuch,
    Unknown,
)
from orchestration.language.also import also_made
from orchestration.language.intent import Ask, Condition, Intent, Selection
from orchestration.language.reading import NameHit, Reading
from orchestration.messages import Button, Notice, Part, Receipt, Reply, prose
from orchestration.messages.clean import clean
from orchestration.messages.reply import Kind
from orchestration.ports import Drafted
from orchestration.sessions.listing import Listing
from orchestration.sessions.session import Focus, Question
from orchestration.tools.draft import Draft
from orchestration.tools.kit import Kit
from orchestration.tools.seen import still_seen
from orchestration.tools.wording import listed

MOST_CHOICES = 15
MOST_BUTTONS = 20
LONGEST_LABEL = 75
UNCHANGED = "Nothing was changed."
BROKE = "Something broke while I worked on that."
_WEIGHT: Mapping[Kind, int] = {"answer": 0, "done": 0, "refusal": 1, "error": 2, "question": 3, "preview": 4}


@dataclass(frozen=True, slots=True)
class Responded:
    """The reply, and what the thread keeps of it.

    Args:
        replies: what to deliver.
        focuses: what the turn was about, the latest ask first.
        question: what is asked back.
        listings: snapshots that were made or went on.
        proposal: id of the change that waits now; None where none does.
        changed: whether the change desk spoke.
    """

    replies: tuple[Reply, ...]
    focuses: tuple[Focus, ...] = ()
    question: Question | None = None
    listings: tuple[Listing, ...] = ()
    proposal: str | None = None
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Meant:
    """What was understood, for a question back.

    Args:
        intent: the asks.
        grounds: what names mean.
        reading: the whole reading; None for a button.
    """

    intent: Intent
    grounds: Mapping[str, tuple[NameHit, ...]]
    reading: Reading | None = None


def respond(kit: Kit, results: Sequence[tuple[Ask | None, Any]], meant: Meant, correlation: str) -> Responded:
    """Return the reply of a turn.

    Args:
        kit: of the turn.
        results: for each output its ask and its result: a draft, what the change desk drafted, or an exception.
        meant: what was understood.
        correlation: the id to quote.
    """
    drafts: list[Draft] = []
    desk: Drafted | None = None
    for at, (ask, result) in enumerate(results):
        if isinstance(result, Drafted):
            desk = result
        elif isinstance(result, Draft):
            drafts.append(result)
        else:
            drafts.append(_with_offer(kit, trouble(kit, result, ask, at, meant, correlation)))
    if desk is not None:
        return _with_changes(kit, drafts, desk, meant.reading, correlation)
    steps = set().union(*(_steps(ask.selection) for ask, _ in results if ask is not None and ask.selection))
    about = [each for at, each in enumerate(drafts) if at not in steps] or drafts
    reply = _reply(kit, drafts, about, meant.reading, correlation)
    question = next((each.question for each in drafts if each.question), None)
    focuses = tuple(focus for each in reversed(drafts) for focus in (_listed(each), *each.further) if focus)
    return Responded((reply,), focuses, question, tuple(each.listing for each in drafts if each.listing))


def _steps(selection: Selection) -> set[int]:
    """Return the asks whose rows a selection's conditions are about: "racks in the biggest site" is about the racks."""
    inner = [each.selection for each in _leaves(selection.where) if each.selection is not None]
    refers = {each.refers.ask for each in inner if each.refers is not None and each.refers.to == "ask"}
    return {each for each in refers if each is not None}.union(*map(_steps, inner))


def _leaves(conditions: Sequence[Condition]) -> Iterator[Condition]:
    for each in conditions:
        yield each
        yield from _leaves(each.parts)


def _listed(draft: Draft) -> Focus | None:
    """Return what an ask was about, with the table it showed, so that it can go on or be had as a file."""
    focus, listing = draft.focus, draft.listing
    if focus is None or listing is None or focus.listing:
        return focus
    return focus.model_copy(update={"table": listing.id})


def _reply(
    kit: Kit, drafts: Sequence[Draft], about: Sequence[Draft], reading: Reading | None, correlation: str
) -> Reply:
    parts: tuple[Part, ...] = tuple(part for each in drafts for part in each.parts)
    parts = (*parts, *_not_used(reading))
    if reading is not None and reading.certainty == "unsure" and kit.names.built_at(kit.scope) is None:
        # Without them half of a message is nonsense; they are read in the background.
        parts = (*parts, Notice(text="I am still reading the names in this NetBox: ask again in a moment."))
    first = next((each for each in about if each.rows_total is not None), about[0])
    kind = max((each.kind for each in drafts), key=_WEIGHT.__getitem__)
    receipt = _receipt(kit, drafts, first, correlation)
    return Reply(
        turn=kit.turn,
        kind=kind,
        intent=about[0].intent,
        parts=parts,
        buttons=tuple(button for each in drafts for button in each.buttons)[:MOST_BUTTONS],
        rows_total=first.rows_total,
        receipt=receipt.model_copy(update=_costs(reading)),
        amends=drafts[0].amends if len(drafts) == 1 else None,
    )


def _not_used(reading: Reading | None) -> tuple[Notice, ...]:
    """Return the notice of the words that an answer or a preview leaves out."""
    if reading is None or not reading.unused or reading.certainty != "likely":
        return ()
    return (Notice(text=f"Not used: {clean(', '.join(reading.unused))}."),)


def _costs(reading: Reading | None) -> dict[str, Any]:
    """Return what a receipt says of who read the message, and what a model cost."""
    if reading is None:
        return {}
    if reading.used is None:
        return {"read_by": reading.read_by}
    used = reading.used
    return {
        "read_by": reading.read_by,
        "model": used.model,
        "model_calls": used.calls,
        "tokens_in": used.tokens_in,
        "tokens_out": used.tokens_out,
        "model_seconds": used.seconds,
        "cost_usd": used.cost_usd,
    }


def _receipt(kit: Kit, drafts: Sequence[Draft], first: Draft, correlation: str) -> Receipt:
    meter = kit.inventory.meter()
    return Receipt(
        understood=clean(" | ".join(each.understood for each in drafts if each.understood), 300),
        shown=first.shown,
        total=first.rows_total if first.shown is not None else None,
        age=max(0.0, kit.now() - meter.oldest) if meter.oldest is not None else None,
        url=next((each.url for each in drafts if each.url), None),
        netbox_seconds=round(meter.seconds, 4),
        netbox_requests=meter.requests,
        request_ids=meter.request_ids,
        cached=meter.cached,
        correlation=correlation,
    )


def _with_changes(
    kit: Kit, drafts: Sequence[Draft], desk: Drafted, reading: Reading | None, correlation: str
) -> Responded:
    """Put what was read before what is to be changed; the desk's replies keep all they say."""
    before = tuple(part for each in drafts for part in each.parts)
    focuses = tuple(each for each in (desk.focus, *(each.focus for each in reversed(drafts))) if each)
    listings = tuple(each.listing for each in drafts if each.listing)
    costs = _receipt(kit, drafts, Draft("", ()), correlation)
    replies = []
    for each in desk.replies:
        own = each.receipt.model_copy(
            update={
                "netbox_seconds": costs.netbox_seconds,
                "netbox_requests": costs.netbox_requests,
                "request_ids": each.receipt.request_ids or costs.request_ids,
                "cached": costs.cached,
                "correlation": correlation,
                **_costs(reading),
            }
        )
        told = _not_used(reading) if each.kind == "preview" else ()
        parts = (*before, *each.parts, *told) if each.turn == kit.turn else each.parts
        replies.append(each.model_copy(update={"receipt": own, "parts": parts}))
    return Responded(tuple(replies), focuses, desk.question, listings, desk.proposal, changed=True)


def broken(kit: Kit, error: Exception, correlation: str) -> Reply:
    """Return the reply of a turn that nothing came of."""
    draft = trouble(kit, error, None, 0, Meant(Intent(asks=[]), {}), correlation)
    return _reply(kit, [draft], [draft], None, correlation)


def trouble(kit: Kit, error: Exception, ask: Ask | None, at: int, meant: Meant, correlation: str) -> Draft:
    """Return what to say of an error: what happened, what was changed, what to do, an id.

    Args:
        kit: of the turn.
        error: what went wrong, foreseen or not.
        ask: what was asked, where it is known.
        at: its index.
        meant: what was understood, for a question back.
        correlation: the id to quote.
    """
    want = ask.want if ask is not None else "unclear"
    match error:
        case Ambiguous():
            return _which(kit, error, want, at, meant)
        case NotFound():
            return _not_found(kit, error, want, at, meant)
        case Incomplete():
            question = Question(intent=meant.intent, about="selection", ask=at, grounds=dict(meant.grounds))
            return Draft(want, (prose(error.sentence),), kind="question", question=question)
        case Refused():
            reasons = error.fields.items() if isinstance(error, Invalid) else ()
            parts = (prose(error.sentence), *(prose(f"{name}: {reason}") for name, reason in reasons))
            asks = isinstance(error, NotUnderstood) and "?" in error.text
            offers = error.offers if isinstance(error, TooMuch) else ()
            buttons = tuple(Button(label=clean(each, LONGEST_LABEL), ref=f"say:{each}") for each in offers)
            return Draft(want, parts, kind="question" if asks else "refusal", buttons=buttons)
        case NetbotError():
            return _error(want, error, correlation)
        case _:
            return _error(want, NetbotError(BROKE, "Ask again; if it stays, report the id."), correlation)


def _error(want: str, error: NetbotError, correlation: str) -> Draft:
    # Of a write whose outcome cannot be told nobody may say that nothing was changed.
    changed = "" if isinstance(error, Unknown) else UNCHANGED
    told = " ".join(each for each in (error.text, changed, error.advice) if each)
    return Draft(want, (prose(told), Notice(text=f"id {correlation}")), kind="error")


def _which(kit: Kit, error: Ambiguous, want: str, at: int, meant: Meant) -> Draft:
    """Ask which of several, with what tells them apart on the buttons."""
    choices, text = error.choices, error.text
    if error.indexed and (choices := still_seen(kit.inventory, error.choices)) != error.choices:
        # How many there are of which kinds is no longer theirs to know either.
        if not choices:
            return _not_found(
                kit, NotFound(f"Nothing in NetBox is called {error.span}.", "", error.span), want, at, meant
            )
        text = f"Which {error.span}?"
    question = _question(meant, at, error.span, choices)
    parts: list[Part] = [prose(text)]
    if len(choices) > MOST_CHOICES:
        parts.append(prose(f"These are the first {MOST_CHOICES}; or say where it is."))
    buttons = _buttons(choices, told_apart(choices))
    return Draft(want, tuple(parts), kind="question", buttons=buttons, question=question)


def _not_found(kit: Kit, error: NotFound, want: str, at: int, meant: Meant) -> Draft:
    near = still_seen(kit.inventory, error.nearest)
    # A change waits for the right name, whether or not one is like it.
    waits = error.span and any(each.want in CHANGES for each in meant.intent.asks)
    question = _question(meant, at, error.span, near) if near or waits else None
    if not near:
        return Draft(want, (prose(error.sentence),), kind="answer", rows_total=0, question=question)
    text = f"{error.text} Nearest: {listed(list(dict.fromkeys(hit.name for hit in near)), 'or')}."
    buttons = _buttons(near, told_apart(near))
    return Draft(want, (prose(text),), kind="answer", rows_total=0, buttons=buttons, question=question)


def _with_offer(kit: Kit, draft: Draft) -> Draft:
    """Offer to make what a change points at and NetBox has not, where a name is all that needs."""
    question = draft.question
    if question is None or not question.span or question.about != f"name:{question.span}":
        return draft
    offered = also_made(kit.catalogue, question.intent, question.span)
    if offered is None:
        return draft
    intent, kind = offered
    label = clean(f"Create {kit.catalogue[kind].singular} {question.span} too", LONGEST_LABEL)
    return replace(
        draft,
        buttons=(*draft.buttons, Button(label=label, ref="pick:also")),
        question=question.model_copy(update={"offer": intent}),
    )


def _question(meant: Meant, at: int, span: str, choices: Sequence[NameHit]) -> Question:
    kept = tuple(choices[:MOST_CHOICES])
    return Question(
        intent=meant.intent, about=f"name:{span}", ask=at, span=span, choices=kept, grounds=dict(meant.grounds)
    )


def told_apart(choices: Sequence[NameHit]) -> list[str]:
    """Return a label for each choice that no other has: its name, or where it is, or both, or its id."""
    ways: tuple[Callable[[NameHit], str], ...] = (
        lambda hit: hit.name,
        lambda hit: hit.within,
        lambda hit: f"{hit.name} ({hit.within})" if hit.within else hit.name,
        lambda hit: f"{hit.name} ({hit.type.split('.')[-1]})",
    )
    for way in ways:
        labels = [clean(way(hit), LONGEST_LABEL) for hit in choices]
        if len(set(labels)) == len(labels) and all(labels):
            return labels
    return [f"{clean(hit.name, 50)} (id {hit.id})" for hit in choices]


def _buttons(choices: Sequence[NameHit], labels: Sequence[str]) -> tuple[Button, ...]:
    pairs = list(zip(choices, labels, strict=True))[:MOST_CHOICES]
    return tuple(Button(label=label, ref=f"pick:{at}:{hit.type}:{hit.id}") for at, (hit, label) in enumerate(pairs))
