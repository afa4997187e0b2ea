"""Listings as files: whole, in their order, for whoever may see them."""

import csv
import io

import pytest

from orchestration.language.intent import Order, Reference, ask, leaf, select
from orchestration.tools import exporting
from tests.fakes.scripted import text

LISTED = Reference(to="listing", position=None, ask=None, type=None)


def rows_of(reply):
    """The rows of the reply's file, the titles first."""
    (file,) = [part for part in reply.parts if part.kind == "file"]
    assert (file.media_type, file.name[-4:]) == ("text/csv", ".csv")
    return list(csv.reader(io.StringIO(file.content.decode(), newline="")))


def test_a_list_that_is_wanted_as_a_file_is_whole(thread, truth):
    """All rows stand in the file with all columns of the type, whatever a page holds."""
    reply = thread.ask(ask("find", select("dcim.interface"), report="csv"))
    titles, *rows = rows_of(reply)
    assert len(rows) == truth.count("dcim/interfaces") == reply.rows_total
    assert titles[:3] == ["Name", "Device", "Type"]
    assert reply.buttons == ()


def test_the_file_of_a_listing_has_its_rows_in_its_order(thread, truth):
    """ "Export that" writes what was listed: the same rows, sorted and cut as they were."""
    thread.ask(ask("find", select("dcim.site"), sort=[Order(field="device_count", descending=True)], limit=3))
    titles, *rows = rows_of(thread.ask(ask("find", select(refers=LISTED), report="csv")))
    most = sorted(truth.rows("dcim/sites"), key=lambda each: -each["device_count"])
    assert len(rows) == 3
    assert rows[0][:2] == [most[0]["name"], str(most[0]["device_count"])]
    assert titles[1] == "Device count"


def test_a_table_that_is_no_list_of_objects_is_had_as_a_file_too(thread, truth):
    """A grouping is written as it was shown, later or in the same message."""
    thread.ask(ask("count", select("dcim.device"), group="role"))
    later = rows_of(thread.ask(ask("find", select(refers=LISTED), report="csv")))
    made = Reference(to="ask", position=None, ask=0, type=None)
    counted = ask("count", select("dcim.device"), group="role")
    at_once = rows_of(thread.ask(counted, ask("find", select(refers=made), report="csv")))
    assert later == at_once
    assert sum(int(row[1]) for row in later[1:]) == truth.count("dcim/devices")


def test_the_file_is_read_with_the_rights_of_whoever_asks(served, thread, truth):
    """Rows that a person may not see are not in that person's file, and it says so."""
    thread.ask(ask("find", select("dcim.device")))
    thread.token = served.token_reader
    reply = thread.ask(ask("find", select(refers=LISTED), report="csv"))
    assert 0 < len(rows_of(reply)) - 1 < truth.count("dcim/devices")
    assert "not for you to see" in text(reply)


def test_a_file_that_would_be_too_long_is_cut_and_says_so(thread, monkeypatch):
    """Beyond its bound a file holds the first rows, and the answer tells how many there are."""
    monkeypatch.setattr(exporting, "MOST_ROWS", 1000)
    reply = thread.ask(ask("find", select("dcim.interface"), report="csv"))
    held = len(rows_of(reply)) - 1
    assert held == 1000 < reply.rows_total
    assert f"The file holds 1,000 of {reply.rows_total:,} interfaces" in text(reply)


@pytest.mark.parametrize(("type_", "secret"), [("vpn.ikepolicy", "preshared_key"), ("extras.webhook", "secret")])
def test_a_secret_is_in_no_file(thread, type_, secret):
    """What is never shown cannot be asked for as a column of a file."""
    reply = thread.ask(ask("find", select(type_), columns=[secret], report="csv"))
    assert reply.kind == "refusal"


def test_nothing_found_makes_no_file(thread):
    """A list without rows is told, not written."""
    reply = thread.ask(ask("find", select("dcim.device", where=[leaf("name", "starts", ["no-such-"])]), report="csv"))
    assert [part.kind for part in reply.parts] == ["prose"]


def test_without_a_list_there_is_no_file(thread):
    """ "Export that" of nothing says what to ask for."""
    assert "no list" in text(thread.ask(ask("find", select(refers=LISTED), report="csv")))
