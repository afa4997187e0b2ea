"""One form for the ways in which people write the same word."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from orchestration.language.normal import normalise, singular, spellings, visible


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gi1/0/1", "GigabitEthernet1/0/1"),
        ("te 1/1/3", "TenGigabitEthernet1/1/3"),
        ("fjn-rtr1", "FJN RTR1"),
        ("Larkspur's", "larkspurs"),
        ("Bramble & Sons", "bramble and son"),
        ("Mølleby", "MØLLEBY"),
        ("Zürich", "Zurich"),
        ("PDU's", "pdus"),
        ("access switches", "Access Switch"),
        ("prefixes", "prefix"),
        ("vm42", "VM 42"),
        ("Row 1", "row1"),
        ("a\u200bb\u202ec", "abc"),
        ("“Cage West”", "cage west"),
        ("10.40.0.0/16,", "10.40.0.0/16"),
        ("00:1B:54:AA:BB:CC", "00:1b:54:aa:bb:cc"),
    ],
)
def test_two_ways_to_write_a_thing_have_one_form(one, other):
    """Case, accents, punctuation, plurals, possessives and abbreviated interfaces fall away."""
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("fjn-rtr1", "fjn-rtr2"), ("10.4.0.0/16", "10.40.0.0/16"), ("64700:10", "6470:010"), ("B01", "B1")],
)
def test_different_names_stay_different(one, other):
    """What tells two names apart is kept."""
    assert normalise(one) != normalise(other)


@pytest.mark.parametrize("word", ["status", "chassis", "address", "virtual chassis", "access", "alias", "dns"])
def test_a_singular_that_ends_in_s_stays_whole(word):
    """Not every s makes a plural."""
    assert normalise(word) == word
    assert singular(word.split()[-1]) == word.split()[-1]


@given(st.text(max_size=120))
@example("racks0")
def test_the_form_is_final(text):
    """Bringing a form to its form changes nothing, so that both sides of a look-up may do it."""
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(max_size=120))
def test_what_is_visible_has_nothing_hidden(text):
    """No control, bidi or zero-width character is left."""
    assert all(each.isprintable() for each in visible(text))


def test_a_short_interface_is_spelled_out_for_netbox():
    """NetBox keeps the long name, people write the short one, and the other way round."""
    assert "gigabitethernet1/0/7" in spellings("gi1/0/7")
    assert "gi1/0/7" in spellings("GigabitEthernet1/0/7")
    assert spellings("Cage West") == ("Cage West",)


@pytest.mark.parametrize(
    ("written", "typed"), [("Łódź", "Lodz"), ("Møllebø", "mollebo"), ("Đakovo", "dakovo"), ("Łukasz Żak", "lukasz zak")]
)
def test_letters_that_unicode_does_not_take_apart(written, typed):
    """A barred or stroked letter is typed without its stroke by those who have no key for it."""
    assert normalise(written) == normalise(typed)
