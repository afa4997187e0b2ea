"""Intent Recognition: finds out what a message asks for, by rules."""

from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from orchestration.catalogue.catalogue import Catalogue
from orchestration.language.reader import read
from orchestration.language.reading import Reading
from orchestration.ports import Names
from orchestration.sessions.session import Topic

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

    def __call__(self, text: str, topic: Topic, scope: str, at: float) -> Reading:
        """Return what a message asks for.

        Args:
            text: the message.
            topic: what the thread is about.
            scope: whose names, see `language.names.scope_of`.
            at: when it was written, seconds since the epoch.

        Raises:
            StoreUnavailable: the index of names is away.
        """
        reading = read(text, topic, self.names, scope, self.catalogue, datetime.fromtimestamp(at, UTC))
        log.info(
            "read",
            wants=[each.want for each in reading.intent.asks],
            certainty=reading.certainty,
            unused=len(reading.unused),
            missing=len(reading.missing),
        )
        return reading
