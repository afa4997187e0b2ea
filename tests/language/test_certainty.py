"""Which messages the rules read with certainty: those in which no word that names something was left out."""

import itertools

import pytest

from tests.language.invented import DEVICES, MAKERS, SITES, reading


def test_what_accounts_for_every_word_is_certain():
    """Questions whose words are all used are certain, whichever names stand in them."""
    for form, site in itertools.product(("devices in {s}", "how many racks are there in {s}?", "show {s}"), SITES):
        assert reading(form.format(s=site)).certainty == "certain", form


def test_a_verb_that_commands_makes_no_reading_certain():
    """A change that leaves out a value or a figure is not certain, however clear its verb is: another may have been meant."""
    for verb, (one, other) in itertools.product(("remove", "delete"), itertools.combinations(DEVICES[:3], 2)):
        said = f"pls {verb} {one} and {other} from netbox, switched off last week"
        found = reading(said)
        assert (found.intent.asks[0].want, found.certainty) == ("delete", "likely"), said
        assert found.unused, said


@pytest.mark.parametrize("words", ["installed across", "spread across", "distributed across"])
def test_words_that_say_where_things_are_spread_are_used(words):
    """That things are spread across others is no condition on them."""
    for maker in MAKERS:
        found = reading(f"list all {maker} modules {words} devices")
        assert (found.certainty, found.unused) == ("certain", ()), words
