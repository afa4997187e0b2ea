"""A form that was sent, as an answer: what was filled in completes the wish that lacked it."""

import hashlib
from collections.abc import Mapping

from orchestration.errors import NotUnderstood
from orchestration.language.intent import Ask, Assignment, Intent
from orchestration.messages.clean import clean
from orchestration.sessions.session import Question

SIZE = "size"
OVER = "That form belongs to something that is over."


def sheet_ref(question: Question) -> str:
    """Return the reference of a question's form: what it completes is told by it, so that no other wish is."""
    wish = f"{question.about}/{question.ask}/{question.intent.model_dump_json()}"
    return f"fill:{hashlib.sha256(wish.encode()).hexdigest()[:24]}"


def filled(question: Question | None, ref: str, values: Mapping[str, str]) -> Intent:
    """Return the wish of a question with what was filled in.

    Args:
        question: what the bot waits for.
        ref: reference of the form that was sent.
        values: what was typed, by field.

    Raises:
        NotUnderstood: the form belongs to something that is over.
    """
    if question is None or question.ask >= len(question.intent.asks) or sheet_ref(question) != ref:
        raise NotUnderstood(OVER, "Ask again.")
    asks = list(question.intent.asks)
    for field, text in values.items():
        # As with words that are read: what no preview would show is not written either.
        asks[question.ask] = _with(asks[question.ask], field, clean(text, None))
    return Intent(asks=asks)


def _with(ask: Ask, field: str, text: str) -> Ask:
    if not text:
        return ask
    if field == SIZE:
        return ask.model_copy(update={"size": int(text)}) if text.isdecimal() else ask
    said = Assignment(field=field, text=text[:2000], selection=None, add="set")
    return ask.model_copy(update={"values": [*ask.values, said]})
