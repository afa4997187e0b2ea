"""What comes in: something said, something pressed, a form that was sent."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from orchestration.messages.address import Address, Author
from orchestration.messages.frozen import Stored

# How the reference of a press begins that nobody makes but time.
TIMES = "change:due:"


class _Came(Stored):
    """What all that comes in has in common.

    Args:
        id: the platform's id of the message or the press, unique within the address's channel; the same id twice is one turn.
        address: the thread it came in.
        author: who it is from.
        at: when it was sent, seconds since the epoch.
        rows: how many rows of a listing this client takes at once (JSON lines take 1,000, people 10).
        correlation: the id that runs through every log line, job, NetBox request and reply of this turn.
    """

    id: str
    address: Address
    author: Author
    at: float
    rows: int = 10
    correlation: str = ""

    @property
    def key(self) -> str:
        """The key by which a second delivery of the same message is recognised."""
        return f"{self.address.platform}/{self.address.place}/{self.address.channel}/{self.id}"


class Utterance(_Came):
    """Something a person said to the bot.

    Args:
        text: the words, as typed.
        context: what others said in a thread that began without the bot, since it was last asked there; a source of names and addresses, nothing else.
        withheld: a secret was typed and has been taken out of the text.
    """

    kind: Literal["utterance"] = "utterance"
    text: str
    context: tuple[str, ...] = ()
    withheld: bool = False


class Click(_Came):
    """A button that was pressed.

    Args:
        ref: the button's reference, which carries its whole state.
    """

    kind: Literal["click"] = "click"
    ref: str


class Form(_Came):
    """A form that was sent.

    Args:
        ref: the form's reference.
        values: what was typed, by field.
        withheld: a secret was typed and has been taken out of the values.
    """

    kind: Literal["form"] = "form"
    ref: str
    values: dict[str, str] = {}
    withheld: bool = False


Incoming = Annotated[Utterance | Click | Form, Field(discriminator="kind")]
_incoming: TypeAdapter[Utterance | Click | Form] = TypeAdapter(Incoming)


def read_incoming(stored: str | bytes) -> Utterance | Click | Form:
    """Read an incoming message back from its JSON.

    Raises:
        pydantic.ValidationError: it is no incoming message of a form this release knows.
    """
    return _incoming.validate_json(stored)
