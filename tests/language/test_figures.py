"""What can be told by its syntax alone."""

from datetime import datetime

import pytest

from orchestration.language.figures import addresses, figure, moment, ports

NOW = datetime(2026, 3, 18)  # noqa: DTZ001 - a day has no zone


@pytest.mark.parametrize(
    ("text", "kind", "low"),
    [
        ("10.40.0.0/16", "prefix", "10.40.0.0/16"),
        ("10.40.8.9", "address", "10.40.8.9"),
        ("10.40.8.9/24", "address", "10.40.8.9/24"),
        ("2001:db8::/32", "prefix", "2001:db8::/32"),
        ("00:1b:54:aa:bb:cc", "mac", "00:1b:54:aa:bb:cc"),
        ("110", "number", "110"),
        ("1,300", "number", "1300"),
        ("two", "number", "2"),
        ("16GB", "number", "16"),
        ("48U", "units", "48"),
        ("U37", "unit", "37"),
        ("/26", "mask", "26"),
        ("/27s", "mask", "27"),
        ("401-403", "range", "401"),
        ("64700:10", "rd", "64700:10"),
        ("AS64700", "asn", "64700"),
        ("40G", "speed", "40"),
        ("Gi1/0/7", "port", "Gi1/0/7"),
        ("xe-0/0/4", "port", "xe-0/0/4"),
        ("fjn-rtr1", "code", "fjn-rtr1"),
        ("2026-03-01", "date", "2026-03-01"),
        ("nora@example.com", "mail", "nora@example.com"),
        ("till-1.shop.example.com", "dns", "till-1.shop.example.com"),
    ],
)
def test_a_token_is_what_its_syntax_says(text, kind, low):
    """Addresses, measures, ranges and identifiers need no dictionary."""
    found = figure(text)
    assert found is not None
    assert (found.kind, found.low) == (kind, low)


@pytest.mark.parametrize("text", ["hello", "Quarry", "", "?", "999.1.1.1/99x"])
def test_a_plain_word_is_no_figure(text):
    """What has no syntax of its own is left to the dictionary."""
    found = figure(text)
    assert found is None or found.kind == "code"


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("yesterday", "2026-03-17", "2026-03-17"),
        ("last week", "2026-03-11", "2026-03-18"),
        ("past 3 days", "2026-03-15", "2026-03-18"),
        ("this month", "2026-03-01", "2026-03-18"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("february 2025", "2025-02-01", "2025-02-28"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("monday", "2026-03-16", "2026-03-18"),
    ],
)
def test_a_time_is_the_days_it_spans(said, low, high):
    """A time is reckoned from the day of the message."""
    found = moment(said.split(), NOW)
    assert found is not None
    assert (found[0].low, found[0].high) == (low, high)


def test_ranges_are_bounded():
    """A range of ports or addresses never grows beyond fifty names."""
    several = figure("Gi1/0/1-999")
    assert several is not None
    assert len(ports(several)) == 50
    assert addresses("10.0.0.6", "10.0.0.8") == ["10.0.0.6", "10.0.0.7", "10.0.0.8"]
    assert len(addresses("10.0.0.0", "10.9.0.0")) == 50
    assert addresses("10.0.0.9", "10.0.0.1") == []
