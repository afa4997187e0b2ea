"""Custom fields in questions: what this NetBox calls its own fields, and their choices, are words like those of NetBox."""

import pytest

from orchestration.catalogue.customs import Custom
from orchestration.catalogue.loading import load
from tests.language.invented import SITES, only, polite, told

KEYS = ("dcim.site", "dcim.device")


@pytest.fixture(autouse=True)
def _fields():
    """Fields of every kind, on sites and devices."""
    load().learn_customs(
        [
            Custom("seats", "Seats", "integer", KEYS),
            Custom("opened_on", "Opening day", "date", KEYS),
            Custom("watched", "Watched at night", "boolean", KEYS),
            Custom("rounds", "Guard rounds", "choice", KEYS, (("hourly", "Every hour"), ("never", "Never"))),
            Custom("keyholder", "Keyholder", "string", KEYS),
        ]
    )


@pytest.mark.parametrize("what", ["sites", "devices"])
@pytest.mark.parametrize(
    ("said", "condition"),
    [
        ("with more than 500 seats", "[cf_seats gt 500]"),
        ("with at least 40 seats", "[cf_seats gte 40]"),
        ("whose keyholder is Varga", "[cf_keyholder eq Varga]"),
        ("with keyholder Varga", "[cf_keyholder eq Varga]"),
        ("with keyholder Campus", "[cf_keyholder eq Campus]"),
        ("without a keyholder", "[cf_keyholder empty]"),
        ("with guard rounds every hour", "[cf_rounds eq hourly]"),
        ("that are watched at night", "[cf_watched eq true]"),
        ("whose opening day is after 2022-01-01", "[cf_opened_on gte 2022-01-01]"),
    ],
)
def test_conditions_on_custom_fields(what, said, condition):
    """A custom field narrows as any field of its kind does."""
    key = {"sites": "dcim.site", "devices": "dcim.device"}[what]
    for each in polite(f"{what} {said}"):
        if not each.isupper():
            assert told(only(each).selection) == f"{key} {condition}"


@pytest.mark.parametrize("site", SITES[:3])
@pytest.mark.parametrize("said", ["how many seats does {} have?", "seats of {}", "what are the seats of {}?"])
def test_a_figure_of_one_thing_is_no_count_of_things(site, said):
    """A number that a thing has of its own is told, rather than that there is one such thing."""
    ask = only(said.format(site))
    assert (ask.want, ask.columns, told(ask.selection)) == ("inspect", ["cf_seats"], f"dcim.site {site}")


def test_grouping_by_a_custom_field():
    """ "Per" goes with a custom field too."""
    assert only("devices per keyholder").group == "cf_keyholder"


@pytest.mark.parametrize("state", ["", "active ", "planned "])
@pytest.mark.parametrize(("one", "other"), [("firewalls", "routers"), ("routers", "core switches")])
def test_what_is_said_in_front_is_said_of_both(state, one, other):
    """ "Active firewalls and routers" are those that are either, and active."""
    where = [each for each in only(f"{state}{one} and {other} in Vestvik").selection.where if each.field == "role"]
    assert [len(each.values) for each in where] == [2]
