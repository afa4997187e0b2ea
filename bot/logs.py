"""Logs: one JSON object a line with the ids of the turn it belongs to, and never a secret."""

import logging
import re
import sys
from collections.abc import Sequence
from typing import Any, TextIO
from urllib.parse import unquote, urlsplit

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from orchestration.secrets import TOKEN

_MASK = "***"
_TOKENS = re.compile(
    rf"{TOKEN.pattern}"
    r"|\bxox[a-z]-[\w-]+|\bxapp-[\w-]+"  # Slack's
    r"|(?<=://)[^/\s@]*:[^/\s@]*(?=@)"  # user and password in an address
)
_HEADER = re.compile(r"(?i)\b(authorization['\"]?\s*[:=]\s*['\"]?)(?:(?:bearer|token|basic)\s+)?[^\s'\",}]+")
_SCHEME = re.compile(r"\b(Bearer|Token)\s+[\w.=+/-]{12,}")
_SECRET_KEYS = re.compile(r"(?i)authorization|password|secret|token$|api_?key")


class Masked:
    """A structlog processor that takes secrets out of every value of an event, however deep.

    Args:
        secrets: those the program holds; whatever looks like a token is masked as well.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        passwords = [unquote(urlsplit(each).password or "") for each in secrets if "://" in each]
        # The longest first, so that no rest of one that holds another stays; the very short would mask ordinary words.
        known = sorted({each for each in (*secrets, *passwords) if len(each) >= 4}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        """Return the event without secrets."""
        return {
            key: _MASK if _SECRET_KEYS.search(key) and value else self._clean(value) for key, value in event.items()
        }

    def text(self, given: str) -> str:
        """Return a text without secrets."""
        known = self._known.sub(_MASK, given) if self._known else given
        return _SCHEME.sub(rf"\1 {_MASK}", _HEADER.sub(rf"\1{_MASK}", _TOKENS.sub(_MASK, known)))

    def _clean(self, value: Any) -> Any:
        match value:
            case None | bool() | int() | float():
                return value
            case str():
                return self.text(value)
            case dict():
                return self(None, "", {str(key): each for key, each in value.items()})
            case list() | tuple() | set() | frozenset():
                return [self._clean(each) for each in value]
            case _:
                return self.text(repr(value))


def configure_logs(level: str, secrets: Sequence[str], stream: TextIO = sys.stderr) -> None:
    """Send what the program and its libraries log to a stream, as JSON lines.

    Args:
        level: debug, info, warning or error; the record of changes is logged at each.
        secrets: what must not appear.
        stream: where the lines go; standard output belongs to answers.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.format_exc_info,
    ]
    last: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        Masked(secrets),
        structlog.processors.JSONRenderer(),
    ]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=last))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # The record's lines are no chatter: they are there whatever the level.
    logging.getLogger("orchestration.changes.record").setLevel(logging.INFO)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
