"""What is said of nothing in particular: "not connected to anything", "assigned to something", "which are not assigned to?"."""

import pytest

from tests.language.invented import DEVICES, TENANTS, only, polite, reading, told

KINDS = (
    ("IP addresses", "ipam.ipaddress", "assigned to", "assigned"),
    ("ips", "ipam.ipaddress", "assigned to", "assigned"),
    ("interfaces", "dcim.interface", "connected to", "connected"),
    ("ports", "dcim.interface", "cabled to", "cabled"),
    ("rear ports", "dcim.rearport", "linked to", "linked"),
)


def _meaning(said: str) -> set[tuple[str, ...]]:
    """Return the conditions of a message; "not true" and "empty" are false, "set" is true."""
    selection = only(said).selection
    assert selection is not None
    found = set()
    for each in selection.where:
        no = each.op == "empty" or (each.op, each.values) in (("ne", ["true"]), ("eq", ["false"]))
        yes = each.op == "set" or (each.op, each.values) == ("eq", ["true"])
        found.add((each.field or "", *(["false"] if no else ["true"] if yes else [each.op or "", *each.values])))
    return found


@pytest.mark.parametrize(("things", "type_", "link", "state"), KINDS)
def test_not_to_anything_is_what_the_things_are_not(things, type_, link, state):
    """ "Not connected to anything" narrows as "not connected" does, however it is written."""
    plain = only(f"{things} that are not {state}").selection
    assert plain is not None
    assert plain.where
    for form in (
        f"which {things} are not {link} anything",
        f"which {things} aren't {link} anything?",
        f"{things} that aren't {link} anyone",
        f"{things} {link} nothing",
        f"which {things} are not {link}?",
    ):
        for said in polite(form):
            selection = only(said).selection
            assert selection is not None
            assert selection.type == type_
            assert _meaning(said) == _meaning(f"which {things} are not {state}"), said
            assert not reading(said).unused, said


@pytest.mark.parametrize(("things", "type_", "link", "state"), KINDS)
def test_to_something_is_what_the_things_are(things, type_, link, state):
    """ "Connected to something" narrows as "connected" does."""
    for form in (f"which {things} are {link} something", f"{things} that are {link} anything"):
        assert told(only(form).selection).startswith(type_)
        assert _meaning(form) == _meaning(f"which {things} are {state}"), form


@pytest.mark.parametrize("no", ["don't", "do not", "does not", "doesn't", "dont"])
def test_what_does_not_belong(no):
    """ "Don't belong to" negates, whether to a thing that is named or to any."""
    assert told(only(f"which racks {no} belong to any tenant").selection) == "dcim.rack [tenant empty]"
    for tenant in TENANTS:
        assert told(only(f"which racks {no} belong to {tenant}").selection) == f"dcim.rack [tenant ne {tenant}]"


@pytest.mark.parametrize(
    "form", ["which circuits aren't terminated", "which sites are not", "contacts that do not sleep"]
)
def test_a_not_that_is_said_of_nothing_is_no_list_of_all(form):
    """What is not understood of a negation leaves the contrary of what was asked, so that it is asked back."""
    assert reading(form).certainty == "unsure"


@pytest.mark.parametrize(
    "form", ["don't know where {} is", "not sure where {} is", "I do not know which site {} is in"]
)
def test_who_does_not_know_asks(form):
    """A doubt of the asker's negates nothing."""
    for device in DEVICES:
        ask = only(form.format(device))
        assert (ask.want, told(ask.selection)) == ("inspect", f"dcim.device {device}")
