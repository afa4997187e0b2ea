import pytest

from orchestration.door import TerminalDoor
from orchestration.messages import Address, Author, Utterance


def said(platform):
    author = Author(platform=platform, place="p", id="u")
    return Utterance(id="1", address=Address(platform=platform, place="p", channel="c", thread="t"), author=author, at=0.0, text="x")


def test_only_terminals_are_answered():
    """Without a policy a terminal is answered and no chat platform is."""
    assert [TerminalDoor().admits(said(each)) for each in ("terminal", "slack", "discord")] == [True, False, False]


@pytest.mark.parametrize("token", ["nbt_abc123.SECRETpart-9_x", "0123456789abcdef0123456789abcdef01234567", "A" * 40])
def test_tokens_are_withheld(token):
    """A typed token of either kind is taken out of the text, the words around it stay."""
    assert TerminalDoor().withhold(f"use {token}, please") == "use (token withheld), please"


@pytest.mark.parametrize("text", ["devices in North", "0123456789abcdef", "serial 00aa", "a" * 64])
def test_other_words_stay(text):
    """What is no token is left alone."""
    assert TerminalDoor().withhold(text) is None
