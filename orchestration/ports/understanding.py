"""What reads words, finds what they mean, and draws."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from orchestration.language.intent import Selection
from orchestration.language.reading import Reading
from orchestration.messages import Frozen
from orchestration.messages.receipt import ModelUse
from orchestration.sessions.session import Session


class Drawing(Protocol):
    """Makes pictures of drawings."""

    def side_by_side(self, drawings: Sequence[tuple[str, str]]) -> bytes:
        """Return drawings, each its heading and its SVG, as one PNG.

        Raises:
            NetBoxUnavailable: one is no drawing of NetBox's.
        """


class Filled(Frozen):
    """What a language model wrote.

    Args:
        text: JSON that is meant to fit the form; nothing is taken on trust.
        use: what it cost.
    """

    text: str
    use: ModelUse


class LanguageModel(Protocol):
    """A language model that fills forms."""

    def fill(self, name: str, form: Mapping[str, Any], instructions: str, said: Sequence[str]) -> Filled:
        """Ask once for a form to be filled.

        Args:
            name: of the form.
            form: its strict JSON schema.
            instructions: what the model is to do.
            said: what it is to read.

        Raises:
            ModelUnavailable: it does not answer, or not in time.
            ModelResting: it did not a while ago, and was not asked.
            ModelUnusable: it refused, or its answer is cut.
            Misconfigured: address, key or model are wrong; asking again does not help.
        """


class Reader(Protocol):
    """Works out what a message asks for."""

    def __call__(self, text: str, session: Session, scope: str, context: Sequence[str] = ()) -> Reading:
        """Read a message.

        Args:
            text: the words, as typed.
            session: the thread's memory: topic, open question, choices made before.
            scope: whose names may be meant (`scope_of`).
            context: what others said in the thread; a source of names and addresses, nothing else.
        """


class Finder(Protocol):
    """Finds the objects of a selection, for a change."""

    def __call__(
        self, selection: Selection, fields: Sequence[str] = (), most: int = 1000
    ) -> tuple[dict[str, Any], ...]:
        """Return the records of a selection, with the thread's references and the names' grounds filled in.

        Args:
            selection: which objects.
            fields: fields to fetch; empty for all.
            most: records at most.

        Raises:
            NotFound: a name is not there; carries the nearest.
            Ambiguous: several objects fit where one is meant; carries the choices.
        """
