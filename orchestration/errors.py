"""What can go wrong, named by what the one who catches it does next.

NetbotError                  has a sentence for people: what happened, what to do next
├── Refused                  nothing is wrong with the machine: the request cannot or may not be done (kind "refusal")
│   ├── NotUnderstood        ask back
│   │   ├── Ambiguous        ask which, with the choices
│   │   └── Incomplete       ask for what is missing
│   ├── NotFound             say what was looked for, offer the nearest names
│   ├── TooMuch              NetBox would be asked too much: say so first, offer what costs less
│   ├── NotAllowed           NetBox or the policy says no
│   │   └── NotOffered       this version of NetBox has no such thing
│   ├── Invalid              NetBox would not take the values, each field's reason with it
│   └── Stopped              whoever asked wants no answer any more
├── Unavailable              a server is away or sick: try again later (kind "error")
│   ├── NetBoxUnavailable    down, slow, 5xx, HTML instead of JSON, wrong URL
│   ├── StoreUnavailable     Redis is away
│   ├── PlatformUnavailable  a chat platform does not take what is posted
│   └── ModelUnavailable     the language model does not answer: ask it once more, then go on without it
│       └── ModelResting     it did not answer a while ago, and was not asked: go on without it
├── Misconfigured            a setting or token is wrong: a person must mend it
├── ModelUnusable            the language model's answer is none: ask it once more, then go on without it
├── ProofFailed              NetBox's rows do not fit what was asked: never an answer
├── Superseded               another worker has this session now: stop, write nothing
└── Unknown                  whether a write took effect cannot be told: say so, never send it again
"""

from orchestration.language.reading import NameHit
from orchestration.messages.receipt import ModelUse


class NetbotError(Exception):
    """The root of the tree.

    Args:
        text: what happened, for people, one sentence.
        advice: what to do next, for people; may be empty.
    """

    def __init__(self, text: str, advice: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.advice = advice

    @property
    def sentence(self) -> str:
        """What happened and what to do, as one text."""
        return f"{self.text} {self.advice}".strip()


class Refused(NetbotError):
    """The request cannot or may not be done."""


class TooMuch(Refused):
    """It would take more requests to NetBox than one question may.

    Args:
        text: what it would take, for people.
        advice: how to narrow it.
        offers: questions that cost less, to be asked in these words.
    """

    def __init__(self, text: str, advice: str, offers: tuple[str, ...] = ()) -> None:
        super().__init__(text, advice)
        self.offers = offers


class NotUnderstood(Refused):
    """The words do not say what is wanted."""


class Ambiguous(NotUnderstood):
    """Several objects fit where one is meant.

    Args:
        text: the question, for people.
        span: the text of the intent that several objects fit.
        choices: these objects.
        indexed: the index of names told them: whoever asks may see them no longer.
    """

    def __init__(self, text: str, span: str, choices: tuple[NameHit, ...], *, indexed: bool = False) -> None:
        super().__init__(text)
        self.span = span
        self.choices = choices
        self.indexed = indexed


class Incomplete(NotUnderstood):
    """It is not said what is meant."""


class NotFound(Refused):
    """Something named is not there, or not for this person to see.

    Args:
        text: what was looked for, for people.
        advice: what to do next, where no name is like it.
        span: the text of the intent that names nothing.
        nearest: the names most like it, from what this person was seen to see; the text does not tell them.
    """

    def __init__(self, text: str, advice: str = "", span: str = "", nearest: tuple[NameHit, ...] = ()) -> None:
        super().__init__(text, advice)
        self.span = span
        self.nearest = nearest


class NotAllowed(Refused):
    """NetBox or the policy forbids it."""


class NotOffered(NotAllowed):
    """What was asked for came with a later version of NetBox: as good as not to be seen here."""


class Invalid(Refused):
    """NetBox would not take these values.

    Args:
        text: what happened, for people.
        fields: the reason by field.
        advice: what to do next.
    """

    def __init__(self, text: str, fields: dict[str, str] | None = None, advice: str = "") -> None:
        super().__init__(text, advice)
        self.fields = fields or {}


class Stopped(Refused):
    """Whoever asked wants no answer any more."""


class Unavailable(NetbotError):
    """A server is away or sick; trying again later may help."""


class NetBoxUnavailable(Unavailable):
    """NetBox does not answer as a NetBox does."""


class StoreUnavailable(Unavailable):
    """Redis does not answer."""


class PlatformUnavailable(Unavailable):
    """A chat platform does not take what is posted.

    Args:
        text: what happened, for people.
        retry_after: seconds to wait before trying again, where the platform says so.
    """

    def __init__(self, text: str, retry_after: float | None = None) -> None:
        super().__init__(text)
        self.retry_after = retry_after


class ModelUnavailable(Unavailable):
    """The language model does not answer.

    Args:
        text: what happened, for people.
        retry_after: seconds to wait before asking again, where the server says so.
    """

    def __init__(self, text: str, retry_after: float | None = None) -> None:
        super().__init__(text, "Try again in a moment.")
        self.retry_after = retry_after


class ModelResting(ModelUnavailable):
    """The language model failed a while ago, and is left alone.

    Args:
        left: seconds until it is asked again.
    """

    def __init__(self, left: float) -> None:
        super().__init__("The language model failed a while ago, and is left alone.", left)


class Misconfigured(NetbotError):
    """A setting or a token is wrong; a person must mend it."""


class ModelUnusable(NetbotError):
    """The language model answered with nothing that can be used: it refused, was cut short, or broke the form.

    Args:
        text: what happened, for people.
        use: what the answer cost all the same.
    """

    def __init__(self, text: str, use: ModelUse | None = None) -> None:
        super().__init__(text)
        self.use = use


class ProofFailed(NetbotError):
    """NetBox's rows do not fit what was asked."""


class Superseded(NetbotError):
    """Another worker has taken this session over."""


class Unknown(NetbotError):
    """Whether a write took effect cannot be told."""
