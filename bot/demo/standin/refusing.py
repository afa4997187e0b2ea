"""The words in which rules refuse."""

from collections.abc import Callable
from typing import NoReturn

from bot.demo.standin.display import display
from bot.demo.standin.errors import Invalid
from bot.demo.standin.store import Row, Store

# A rule gets the store, the row as it would be kept, and the row as it was, None for a new object.
Rule = Callable[[Store, Row, Row | None], None]


def refuse(field: str, message: str) -> NoReturn:
    """Refuse a value with a message; `__all__` is the field for what concerns several."""
    raise Invalid({field: [message]})


def name_of(store: Store, type_name: str, number: int | None) -> str:
    """Return the name of an object as messages show it, "None" where there is none."""
    return display(store, type_name, store.get(type_name, number))
