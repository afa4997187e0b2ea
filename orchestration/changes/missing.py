"""What a change lacks, to be asked for."""

from orchestration.errors import NotUnderstood
from orchestration.messages import Blank


class Missing(NotUnderstood):
    """A change lacks a value that nobody can guess.

    Args:
        field: the field in the catalogue; "size" for how large a prefix is to be, empty for what is to be created at all.
        label: what people call it.
        text: the question, for people.
        ask: index of the ask in the intent that lacks it.
        values: what it may be, where that is not much.
        kind: what people call the object that lacks it.
        blanks: all that it lacks, as the fields of a form; empty where a form would not do.
    """

    def __init__(
        self,
        field: str,
        label: str,
        text: str = "",
        *,
        ask: int = 0,
        values: tuple[str, ...] = (),
        kind: str = "",
        blanks: tuple[Blank, ...] = (),
    ) -> None:
        super().__init__(text or f"Which {label}?")
        self.field = field
        self.label = label
        self.ask = ask
        self.values = values
        self.kind = kind
        self.blanks = blanks
