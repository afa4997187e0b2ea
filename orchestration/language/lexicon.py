"""The words of the language itself, from `lexicon.toml`: what stands between the names of things."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, cast

from orchestration.language.intent import Want


class Word(NamedTuple):
    """What a phrase does in a sentence.

    Args:
        role: its part: "want", "in", "with", "count", ...
        value: which of several: of a want "find", of a comparison "gte".
    """

    role: str
    value: str = ""


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8"))


def phrases() -> Iterator[tuple[str, Word]]:
    """Return each phrase in small letters with what it may do; the same phrase may come several times."""
    for role, values in _table()["roles"].items():
        for value, listed in values.items():
            for phrase in _listed(listed):
                yield phrase, Word(role, value)


def whole() -> Iterator[tuple[str, Want]]:
    """Return the messages that are understood as a whole, with what they want."""
    for want, listed in _table()["whole"].items():
        for phrase in _listed(listed):
            yield phrase, cast("Want", want)


def reports() -> tuple[str, ...]:
    """Return the names of all reports and pictures that can be asked for."""
    return (*_table()["roles"]["report"], *_listed(_table()["sentences"]["reports"]))


def short() -> Mapping[str, str]:
    """Return short forms with the words they stand for: "rtr" is a router."""
    return cast("Mapping[str, str]", _table()["short"])


def devices() -> Iterator[str]:
    """Return the kinds of devices that people name by their role: "firewall"."""
    return _listed(_table()["devices"]["words"])


@cache
def telling() -> tuple[str, ...]:
    """Return how clauses begin that only tell something."""
    return tuple(_listed(_table()["telling"]["words"]))


@cache
def forbidding() -> tuple[str, ...]:
    """Return the words that forbid a change."""
    return tuple(_listed(_table()["forbidding"]["words"]))


def _listed(text: str) -> Iterator[str]:
    for phrase in text.replace("\n", " ").split(";"):
        if phrase.strip():
            yield " ".join(phrase.split())
