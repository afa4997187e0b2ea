"""Lists: the number first, the columns that say something, a snapshot that goes on."""

from orchestration.language.intent import Order, Reference, ask, joined, leaf, select
from tests.fakes.scripted import column, head, labels, text, titles


def test_a_list_opens_with_its_number_and_how_its_rows_stand(thread, truth):
    """The first line counts all rows and their states, not those on the page."""
    reply = thread.ask(ask("find", select("dcim.device")))
    devices = truth.rows("dcim/devices")
    assert head(reply).startswith(f"{len(devices)} devices, ")
    active = sum(each["status"]["value"] == "active" for each in devices)
    assert f"{active} active" in head(reply)
    assert reply.rows_total == len(devices)
    assert len(column(reply)) == 10


def test_a_short_list_costs_one_request_and_a_long_one_two(thread):
    """What fits the first read is its own snapshot; more takes one slim request."""
    assert thread.ask(ask("find", select("dcim.site"))).receipt.netbox_requests == 1
    assert thread.ask(ask("find", select("dcim.device"))).receipt.netbox_requests == 2


def test_columns_that_are_empty_in_all_rows_are_left_out(thread):
    """No column is shown in which nothing stands, and never more than six."""
    reply = thread.ask(ask("find", select("dcim.device")))
    table = next(part for part in reply.parts if part.kind == "table")
    assert len(table.columns) <= 6
    for at in range(len(table.columns)):
        assert any(row[at].text for row in table.rows)


def test_what_the_first_line_says_of_all_rows_is_no_column(thread):
    """A site that was asked for, and a status that all have, are not repeated in every row."""
    reply = thread.ask(ask("find", select("dcim.rack", where=[leaf("site", "eq", ["Oslo Office"])])))
    assert "in Oslo Office, all active" in head(reply) or "in Oslo Office, active" in head(reply)
    assert "Site" not in titles(reply)
    assert "Status" not in titles(reply)


def test_the_page_is_proven_row_by_row(thread, truth):
    """All rows of a filtered list are what was asked for."""
    reply = thread.ask(
        ask(
            "find", select("dcim.device", where=[leaf("site", "eq", ["Hamburg DC"]), leaf("status", "eq", ["planned"])])
        )
    )
    site = next(each for each in truth.rows("dcim/sites") if each["name"] == "Hamburg DC")
    rows = truth.rows("dcim/devices", site_id=site["id"], status="planned")
    assert reply.rows_total == len(rows)


def test_columns_that_were_asked_for_are_shown_in_their_order(thread):
    """The name stands first, then what was asked for."""
    reply = thread.ask(ask("find", select("dcim.device"), columns=["serial", "site", "role"]))
    assert titles(reply) == ["Name", "Serial number", "Site", "Role"]


def test_a_column_of_what_rows_belong_to_costs_one_request_more(thread, truth):
    """A device's region is its site's; it is read for all rows at once."""
    reply = thread.ask(
        ask("find", select("dcim.device", where=[leaf("site", "eq", ["Oslo Office"])]), columns=["region"])
    )
    site = next(each for each in truth.rows("dcim/sites") if each["name"] == "Oslo Office")
    assert set(column(reply, 1)) == {site["region"]["name"]}
    assert reply.receipt.netbox_requests == 3


def test_rows_are_sorted_by_netbox_where_it_can(thread, truth):
    """The first rows by a counter cost one request, whatever the number of rows."""
    reply = thread.ask(ask("find", select("dcim.site"), sort=[Order(field="device_count", descending=True)], limit=3))
    by_count = sorted(truth.rows("dcim/sites"), key=lambda each: -each["device_count"])
    assert column(reply)[0] == by_count[0]["name"]
    assert reply.rows_total == 3
    assert reply.receipt.netbox_requests == 1


def test_the_highest_one_is_named_with_its_figure(thread, truth):
    """Asked for one alone, the first line is the answer."""
    reply = thread.ask(ask("find", select("dcim.site"), sort=[Order(field="rack_count", descending=True)], limit=1))
    most = max(truth.rows("dcim/sites"), key=lambda each: each["rack_count"])
    assert head(reply) == f"{most['name']} has the highest rack count: {most['rack_count']}."


def test_nothing_found_is_said_of_what_was_asked(thread):
    """No rows are an answer, with a total of nothing."""
    reply = thread.ask(ask("find", select("dcim.device", where=[leaf("name", "starts", ["no-such-"])])))
    assert head(reply).startswith("No devices ")
    assert reply.rows_total == 0
    assert reply.kind == "answer"


def test_what_netbox_has_no_filter_for_is_compared_here_and_said(thread, truth):
    """A counter is no filter: rows are read and compared, and the answer says so."""
    reply = thread.ask(ask("find", select("dcim.site", where=[leaf("rack_count", "gte", ["3"])])))
    wanted = [each["name"] for each in truth.rows("dcim/sites") if each["rack_count"] >= 3]
    assert sorted(column(reply)) == sorted(wanted)
    assert "with at least 3 racks" in head(reply)
    assert "I compared the rows myself" in text(reply)


def test_either_of_several_values_is_one_request(thread, truth):
    """Alternatives that differ in one filter's values alone are asked together."""
    either = joined("or", [leaf("status", "eq", ["planned"]), leaf("status", "eq", ["staged"])])
    reply = thread.ask(ask("find", select("dcim.device", where=[either])))
    wanted = [each for each in truth.rows("dcim/devices") if each["status"]["value"] in {"planned", "staged"}]
    assert reply.rows_total == len(wanted)
    assert reply.receipt.netbox_requests == 1


def test_alternatives_of_several_fields_are_put_together(thread, truth):
    """Rows that fit both alternatives are counted once."""
    either = joined("or", [leaf("status", "eq", ["planned"]), leaf("site", "eq", ["Hamburg DC"])])
    reply = thread.ask(ask("find", select("dcim.device", where=[either])))
    wanted = [
        each
        for each in truth.rows("dcim/devices")
        if each["status"]["value"] == "planned" or each["site"]["name"] == "Hamburg DC"
    ]
    assert reply.rows_total == len(wanted)


def test_the_last_rows_have_no_button_to_go_on(thread):
    """A list that is shown whole offers no more."""
    reply = thread.ask(ask("find", select("dcim.manufacturer")))
    assert labels(reply) == []
    assert reply.receipt.shown == reply.receipt.total


def in_the_biggest(want="find", limit=1):
    """ "Racks in the biggest site": the ranking, and what belongs to its first."""
    first = ask("find", select("dcim.site"), sort=[Order(field="rack_count", descending=True)], limit=limit)
    made = Reference(to="ask", position=None, ask=0, type="dcim.site")
    return first, ask(want, select("dcim.rack", where=[leaf("site", "eq", selection=select("dcim.site", refers=made))]))


def test_what_belongs_to_the_first_of_a_ranking_is_what_the_answer_is_about(thread, truth):
    """The ranking is told first; the number of rows, and what goes on, are of what was asked of it."""
    biggest = max(truth.rows("dcim/sites"), key=lambda each: each["rack_count"])
    reply = thread.ask(*in_the_biggest())
    assert (reply.rows_total, reply.intent) == (biggest["rack_count"], "find")
    assert head(reply).startswith(biggest["name"])
    assert f"{biggest['rack_count']} racks in the sites above" in text(reply)


def test_a_thread_goes_on_from_the_rows_of_a_ranking_and_from_no_others(thread, truth):
    """ "Only planned" afterwards is about the racks that were shown: the ranking was of an earlier message."""
    biggest = max(truth.rows("dcim/sites"), key=lambda each: each["rack_count"])
    thread.ask(*in_the_biggest())
    those = Reference(to="listing", position=None, ask=None, type="dcim.rack")
    reply = thread.ask(ask("find", select("dcim.rack", where=[leaf("status", "eq", ["active"])], refers=those)))
    assert reply.rows_total == truth.count("dcim/racks", site_id=biggest["id"], status="active")
