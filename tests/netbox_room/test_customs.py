"""Custom fields: found from NetBox's own definitions, asked like any other field, and never those that hold secrets."""

from contextlib import contextmanager

import pynetbox
import pytest

from adapters.netbox.inventories import NetBoxInventories
from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.customs import Custom, custom_of, read_customs, with_customs
from orchestration.catalogue.loading import load
from orchestration.errors import ProofFailed
from orchestration.language.normal import normalise
from orchestration.language.vocabulary import vocabulary_of
from orchestration.ports import Query

SITE, HOURLY = "dcim.site", normalise("Every hour")
DEFINED = [
    {"name": "seats", "label": "Seats", "type": "integer"},
    {"name": "opened_on", "label": "Opened on", "type": "date"},
    {"name": "staffed_at_night", "label": "Staffed at night", "type": "boolean"},
    {"name": "keyholder", "label": "", "type": "text", "filter_logic": {"value": "loose"}},
    {"name": "gate_password", "label": "Gate password", "type": "text"},
]


@contextmanager
def defined(netbox):
    """Custom fields of sites in a NetBox, one choice among them; they go again."""
    api = pynetbox.api(netbox.url, token=netbox.token_admin)
    choices = api.extras.custom_field_choice_sets.create(
        name="Guard rounds", extra_choices=[["hourly", "Every hour"], ["never", "Never"]]
    )
    plain = [{**each, "object_types": [SITE], "filter_logic": "exact"} for each in DEFINED]
    rounds = {"name": "rounds", "label": "Rounds", "type": "select", "choice_set": choices.id, "object_types": [SITE]}
    made = api.extras.custom_fields.create([*plain, rounds])
    try:
        yield api
    finally:
        for each in made:
            each.delete()
        choices.delete()


@pytest.fixture(scope="module")
def learnt(netbox):
    """A catalogue that learnt the custom fields of the stand-in, what was read, and an opened NetBox with two sites that have them."""
    with defined(netbox) as api:
        catalogue = Catalogue(tuple(load()), load().netbox)
        first, second, *_ = api.dcim.sites.all()
        first.update({"custom_fields": {"seats": 12, "opened_on": "2021-03-01", "rounds": "hourly"}})
        second.update({"custom_fields": {"seats": 700, "opened_on": "2024-09-30", "rounds": "never"}})
        with NetBoxInventories(netbox.url, netbox.token_readonly, catalogue).open(None, "c-1") as opened:
            customs = read_customs(opened)
            catalogue.learn_customs(customs)
            yield catalogue, customs, opened, (first, second)


def test_custom_fields_are_fields_with_their_kinds(learnt):
    """Numbers, dates, choices and switches are known as such, with their labels and choices; a field without a label has a name."""
    fields = learnt[0][SITE].fields
    assert {name: fields[f"cf_{name}"].kind for name in ("seats", "opened_on", "staffed_at_night", "rounds")} == {
        "seats": "integer",
        "opened_on": "date",
        "staffed_at_night": "boolean",
        "rounds": "choice",
    }
    assert fields["cf_rounds"].choices == (("hourly", "Every hour"), ("never", "Never"))
    assert fields["cf_keyholder"].label == "Keyholder"
    assert "cf_seats" not in learnt[0]["dcim.rack"].fields


def test_a_custom_field_that_holds_a_secret_is_no_field(learnt):
    """What is never shown is not learnt, whatever its label says."""
    catalogue, customs, _, _ = learnt
    assert "gate_password" in {each.name for each in customs}
    about = catalogue[SITE]
    assert "cf_gate_password" not in {*about.fields, *about.filters}
    assert normalise("Gate password") not in catalogue.field_words(SITE)


def test_their_words_are_read(learnt):
    """A label names the field, a choice's label its value, and the label of a switch says that it is on."""
    catalogue, _, _, _ = learnt
    known = vocabulary_of(catalogue)
    assert catalogue.field_words(SITE)[normalise("Opened on")] == ("cf_opened_on",)
    assert catalogue.value_words(SITE)[HOURLY] == (("cf_rounds", ("hourly",)),)
    assert catalogue.value_words(SITE)[normalise("Staffed at night")] == (("cf_staffed_at_night", ("true",)),)
    assert (known.know(normalise("Opened on")).field, known.know(HOURLY).value) == (True, True)
    assert not vocabulary_of(load()).know(HOURLY).value


def test_netbox_filters_by_them(learnt):
    """Numbers, dates and choices are compared by NetBox, with the filter proven."""
    _, _, opened, (first, second) = learnt
    for param, value, one in (
        ("cf_seats__gt", "500", second),
        ("cf_opened_on__lt", "2022-01-01", first),
        ("cf_rounds", "never", second),
    ):
        assert param.partition("__")[0] in learnt[0][SITE].filters
        found = opened.list(Query(type=SITE, params=((param, value),), fields=("id", "cf_seats")))
        assert [row["id"] for row in found.rows] == [one.id]


def test_netbox_does_not_sort_by_them(learnt):
    """An ordering by a custom field would be ignored in silence: it is never sent."""
    with pytest.raises(ProofFailed):
        learnt[2].list(Query(type=SITE, ordering="cf_seats", fields=("id",)))


def test_texts_and_switches_are_compared_here(learnt):
    """NetBox may find texts by a part of them, and "not" leaves out what is empty: their filters are not used."""
    assert not {"cf_keyholder", "cf_staffed_at_night"} & learnt[0][SITE].filters.keys()


def test_a_filter_that_is_switched_off_is_not_used():
    """NetBox ignores the filter of a custom field that nobody is to filter by."""
    field = Custom("seats", "Seats", "integer", (SITE,), filtered=False)
    assert "cf_seats" not in with_customs(load()[SITE], [field]).filters
    assert "cf_seats" in with_customs(load()[SITE], [Custom("seats", "Seats", "integer", (SITE,))]).filters


def test_what_was_read_is_kept_as_json_and_unlearnt_whole(learnt):
    """A worker learns from what another read; without them the catalogue is as it was."""
    catalogue, customs, _, _ = learnt
    assert [custom_of(each.kept()) for each in customs] == list(customs)
    other = Catalogue(tuple(load()), "")
    other.learn_customs(customs)
    assert other[SITE] == catalogue[SITE]
    other.learn_customs(())
    assert (other[SITE], other.grown) == (load()[SITE], ())
