"""Help: examples of names that are there, each of which works when it is typed; for everybody only what they may see."""

import pytest

from tests.journeys.conftest import words

ASKED = ["help", "what can you do", "help create", "help changes", "help sites", "help racks", "help devices", "help prefixes"]  # fmt: skip
MORE = ["help VLANs", "help IP addresses", "help circuits", "help virtual machines", "help interfaces", "help tenants"]


def examples(reply):
    """Return what help says one can ask."""
    told = next(line for line in words(reply).split("For example:\n")[1:])
    return [line.strip() for line in told.split("\n\n")[0].split("\n") if line.strip()]


@pytest.mark.parametrize("asked", [*ASKED, *MORE])
def test_each_example_works_when_it_is_typed(talk, asked):
    """None is misread, none ends in an error, none leaves a word out."""
    shown = examples(talk().say(asked))
    assert len(shown) >= 2
    for said in shown:
        reply = talk().say(said)
        # Two things may have a name: then it is asked which.
        assert reply.kind in ("answer", "preview", "question"), (said, words(reply))
        assert reply.intent not in ("unclear", "help", "smalltalk"), said
        assert "Not used" not in words(reply), (said, words(reply))
