"""What a change lacks, to be asked for."""

from orchestration.errors import NotUnderstood
from orchestration.language.reading import NameHit


class Missing(NotUnderstood):
    """A change lacks a value that nobody can guess.

    Args:
        field: the field in the catalogue; "size" for how large a prefix is to be.
        label: what people call it.
        text: the question, for people.
        ask: index of the ask in the intent that lacks it.
        hits: objects it may point at, where they are few.
        values: values it may have, where they are few.
    """

    def __init__(
        self,
        field: str,
        label: str,
        text: str = "",
        *,
        ask: int = 0,
        hits: tuple[NameHit, ...] = (),
        values: tuple[str, ...] = (),
    ) -> None:
        super().__init__(text or f"Which {label}?")
        self.field = field
        self.label = label
        self.ask = ask
        self.hits = hits
        self.values = values
