"""Intent Recognition: finds out what a message asks for, by rules."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from orchestration.catalogue.catalogue import Catalogue
from orchestration.language.reader import read
from orchestration.language.reading import Reading
from orchestration.ports import Names
from orchestration.sessions.session import Session

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class IntentRecognition:
    """Reads messages.

    Args:
        names: the index of names.
        catalogue: the object types.
    """

    names: Names
    catalogue: Catalogue

    def __call__(self, text: str, session: Session, scope: str, context: Sequence[str] = ()) -> Reading:  # noqa: ARG002 - the rules need no context yet
        """Return what a message asks for; see `orchestration.ports.Reader`.

        Raises:
            StoreUnavailable: the index of names is away.
        """
        at = session.turns[-1].at if session.turns else time.time()
        reading = read(text, session.topic, self.names, scope, self.catalogue, datetime.fromtimestamp(at, UTC))
        log.info(
            "read",
            wants=[each.want for each in reading.intent.asks],
            certainty=reading.certainty,
            unused=len(reading.unused),
            missing=len(reading.missing),
        )
        return reading
