"""What runs between two devices."""

import itertools

import pytest

from tests.language.invented import DEVICES, only, reading, told

FORMS = (
    "cables between {a} and {b}", "how many cables are there between {a} and {b}?", "which interfaces of {a} go to {b}",
    "which ports on {a} are connected to {b}?", "what connects {a} and {b}", "what connects {a} to {b}?", "how is {a} connected to {b}?",
    "is {a} connected to {b}?", "are {a} and {b} connected?", "ports on {a} towards {b}", "{a} interfaces to {b}",
    "show me the links between {a} and {b}, please", "which port of {a} is cabled to {b}",
    "interfaces on {a} facing {b}",
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_what_runs_between_two_devices_is_told_of_both(form):
    """However it is asked, it is about both devices, in the order they were named."""
    for one, other in itertools.permutations(DEVICES[:3], 2):
        said = form.format(a=one, b=other)
        found = reading(said)
        (ask,) = found.intent.asks
        assert ask.selection is not None
        assert (ask.want, ask.report, ask.selection.names) == ("report", "links", [one, other]), said
        assert set(found.grounds) == {one, other}
        assert found.certainty == "certain", said


@pytest.mark.parametrize(
    ("said", "want", "selection"),
    [
        ("compare fjn-rtr1 and fjn-asw1", "compare", "dcim.device fjn-asw1 fjn-rtr1"),
        ("interfaces of fjn-rtr1 and fjn-asw1", "find", "dcim.interface [device eq fjn-rtr1 fjn-asw1]"),
        ("active interfaces of fjn-rtr1", "find", None),
    ],
)
def test_two_devices_alone_are_not_asked_for_what_runs_between_them(said, want, selection):
    """Without a word that something runs between them they are two things like any others."""
    ask = only(said)
    assert (ask.want, ask.report) == (want, None)
    assert selection is None or told(ask.selection) == selection
