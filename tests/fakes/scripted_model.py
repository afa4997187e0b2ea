"""A language model that answers from a script; keeps the contract of `ports.LanguageModel`."""

from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.messages.receipt import ModelUse
from orchestration.ports import Filled

USE = ModelUse(model="scripted", calls=1, tokens_in=100, tokens_out=20, seconds=0.5, cost_usd=0.001)


class ScriptedModel:
    """Answers texts and raises errors in order; a call beyond them is a mistake of the test or of the bot."""

    def __init__(self, *moves: str | Exception) -> None:
        self._moves = list(moves)
        self.said: list[Sequence[str]] = []

    @property
    def left(self) -> int:
        """How many moves were not asked for."""
        return len(self._moves)

    def fill(self, name: str, form: Mapping[str, Any], instructions: str, said: Sequence[str]) -> Filled:
        """Make the next move."""
        self.said.append(tuple(said))
        if not self._moves:
            raise AssertionError("nobody foresaw this call")
        move = self._moves.pop(0)
        if isinstance(move, Exception):
            raise move
        return Filled(text=move, use=USE)
