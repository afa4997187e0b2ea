"""Reads what a person types: line editing and a history that only they can read."""

import sys
from collections.abc import Callable
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory
from prompt_toolkit.utils import is_dumb_terminal
from rich.console import Console
from rich.text import Text

from orchestration.messages.clean import clean

PROMPT = "> "


class DiscreetHistory(FileHistory):
    """A history file that keeps no line a secret was typed into.

    Args:
        path: the file; made for its owner alone.
        is_secret: says whether a line holds a secret.
    """

    def __init__(self, path: Path, is_secret: Callable[[str], bool]) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        self._is_secret = is_secret
        super().__init__(path)

    def store_string(self, string: str) -> None:
        """Keep a line, unless it holds a secret."""
        if not self._is_secret(string):
            super().store_string(string)


def typed_lines(history: Path, is_secret: Callable[[str], bool]) -> Callable[[], str]:
    """Return what reads the next line from a terminal: with editing and history, unless it can do nothing but print."""
    if is_dumb_terminal():
        return lambda: input(PROMPT)
    session: PromptSession[str] = PromptSession(history=DiscreetHistory(history, is_secret))
    return lambda: session.prompt(PROMPT)


def piped_lines(console: Console) -> Callable[[], str]:
    """Return what reads the next line from a pipe and shows it, so that the output reads as a conversation."""

    def read() -> str:
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        console.print(Text(PROMPT + clean(line, None)))
        return line

    return read
