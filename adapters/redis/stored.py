"""Reading back what another release may have written."""

from typing import Any, TypeVar

import structlog
from pydantic import ValidationError

from orchestration.messages import Stored

log = structlog.get_logger(__name__)

S = TypeVar("S", bound=Stored)


def text_of(answer: Any) -> str:
    """Return an answer of the server, which comes in bytes, as text."""
    return str(answer, "utf-8")


def read_stored(kind: type[S], stored: bytes | str) -> S | None:
    """Return a value from its JSON; None, with a word in the log, where its form is not one this release knows.

    Args:
        kind: what it is.
        stored: its JSON.
    """
    try:
        value = kind.model_validate_json(stored)
    except ValidationError as wrong:
        # The errors' inputs are what people wrote: only where they are wrong is told.
        places = [".".join(map(str, each["loc"])) for each in wrong.errors(include_input=False, include_url=False)]
        log.warning("set_aside", kind=kind.__name__, wrong=places[:5])
        return None
    if value.v > kind.model_fields["v"].default:
        log.warning("set_aside", kind=kind.__name__, version=value.v)
        return None
    return value
