"""Counts, groups, comparisons, inspections."""

import pytest

from orchestration.language.intent import ask, leaf, select
from tests.fakes.scripted import column, head, labels, text, titles


def test_a_count_is_one_small_request(thread, truth):
    """However many there are, one request with one row tells it."""
    reply = thread.ask(ask("count", select("dcim.interface")))
    assert head(reply) == f"{truth.count('dcim/interfaces'):,} interfaces."
    assert reply.receipt.netbox_requests == 1
    assert reply.intent == "count"


def test_a_count_of_nothing_is_no_zero_but_a_word(thread):
    """No devices reads better than 0 devices."""
    assert head(thread.ask(ask("count", select("vpn.l2vpn")))).startswith("No ")


@pytest.mark.parametrize("field", ["role", "status", "manufacturer", "site"])
def test_groups_add_up(thread, truth, field):
    """The groups hold each device once, by whatever they are grouped."""
    reply = thread.ask(ask("count", select("dcim.device"), group=field))
    thread.rows = 100
    while thread.replies[0].buttons:
        reply = thread.press(thread.button("Show"))
    devices = truth.rows("dcim/devices")
    shown = {
        "role": lambda each: each["role"]["name"],
        "status": lambda each: each["status"]["label"],
        "manufacturer": lambda each: each["device_type"]["manufacturer"]["name"],
        "site": lambda each: each["site"]["name"],
    }[field]
    wanted = {}
    for each in devices:
        wanted[shown(each)] = wanted.get(shown(each), 0) + 1
    counts = {name: int(amount.replace(",", "")) for name, amount in zip(column(reply), column(reply, 1), strict=True)}
    assert {name: amount for name, amount in counts.items() if amount} == wanted


def test_a_group_by_a_counter_is_one_request(thread):
    """Sites count their devices themselves."""
    assert thread.ask(ask("count", select("dcim.device"), group="site")).receipt.netbox_requests == 1


def test_a_group_that_rows_do_not_show_is_one_count_a_value(thread, truth):
    """Virtual machines do not show their cluster's group: it is counted group by group."""
    reply = thread.ask(ask("count", select("virtualization.virtualmachine"), group="cluster_group"))
    groups = truth.rows("virtualization/cluster-groups")
    counts = dict(zip(column(reply), column(reply, 1), strict=True))
    for each in groups:
        assert int(counts[each["name"]]) == truth.count("virtualization/virtual-machines", cluster_group_id=each["id"])


def test_a_group_by_what_there_is_not_is_told(thread):
    """What one can group by is named."""
    assert 'cannot be grouped by "colour"' in text(thread.ask(ask("count", select("dcim.device"), group="colour")))


def test_an_inspection_tells_what_it_is_where_and_how(thread, truth):
    """The first line names it; the facts follow; what its counters count can be listed."""
    site = next(each for each in truth.rows("dcim/sites") if each["device_count"] > 10)
    reply = thread.ask(ask("inspect", select("dcim.site", names=[site["name"]])))
    assert head(reply) == f"Site {site['name']}, {site['status']['label'].lower()}."
    assert f"List {site['device_count']} devices" in labels(reply)
    assert reply.receipt.netbox_requests == 1
    reply = thread.press(thread.button(f"List {site['device_count']} devices"))
    assert reply.rows_total == site["device_count"]
    assert site["name"] in head(reply)


def test_an_attribute_is_the_answer(thread, truth):
    """The serial number of a device is one line."""
    device = next(each for each in truth.rows("dcim/devices") if each["serial"] and each["name"])
    reply = thread.ask(ask("inspect", select("dcim.device", names=[device["name"]]), columns=["serial"]))
    assert head(reply) == f"Serial number of {device['name']}: {device['serial']}."
    assert len(reply.parts) == 1


def test_an_attribute_that_is_empty_is_none(thread, truth):
    """Nothing recorded is said, not left out."""
    device = next(each for each in truth.rows("dcim/devices") if not each["asset_tag"] and each["name"])
    reply = thread.ask(ask("inspect", select("dcim.device", names=[device["name"]]), columns=["asset_tag"]))
    assert head(reply) == f"Asset tag of {device['name']}: none."


def test_a_name_that_is_not_there_offers_the_nearest(thread, truth):
    """A misspelled name is answered with the name that is meant, to be pressed."""
    device = next(each for each in truth.rows("dcim/devices") if each["name"])
    wrong = device["name"].replace("-", "-x", 1)
    reply = thread.ask(ask("inspect", select("dcim.device", names=[wrong])))
    assert head(reply).startswith(f"No device {wrong}. Nearest: {device['name']}")
    assert reply.rows_total == 0
    reply = thread.press(thread.button(device["name"]))
    assert head(reply).startswith(f"Device {device['name']}")


def test_a_name_of_several_is_asked_back(thread, truth):
    """The question says how many there are, the buttons what tells them apart."""
    racks = [each for each in truth.rows("dcim/racks") if each["name"] == "A01"]
    reply = thread.ask(ask("inspect", select("dcim.rack", names=["A01"])))
    assert head(reply) == f"Which rack? {len(racks)} racks are called A01."
    reply = thread.press(thread.button(racks[1]["site"]["name"]))
    assert f"in {racks[1]['site']['name']}" in head(reply)


def test_a_choice_is_remembered_in_the_thread(thread):
    """What a name was said to mean is kept for the next question."""
    thread.ask(ask("inspect", select("dcim.rack", names=["A01"])))
    thread.press(thread.button("Newark DC"))
    assert thread.session.topic.chosen["a 01"].within == "Newark DC"


def test_an_outdated_choice_is_told(thread):
    """A button of a question that is over does nothing but say so."""
    thread.ask(ask("inspect", select("dcim.rack", names=["A01"])))
    ref = thread.button("Newark DC")
    thread.press(ref)
    assert "is over" in text(thread.press(ref))


def test_an_object_without_a_name_is_called_by_its_id(thread, truth):
    """Nothing is shown without something to call it by."""
    cable = truth.rows("dcim/cables")[0]
    reply = thread.ask(ask("inspect", select("dcim.cable", where=[leaf("id", "eq", [str(cable["id"])])])))
    assert f"#{cable['id']}" in head(reply) or cable["label"] in head(reply)


def test_things_are_compared_beside_each_other(thread, truth):
    """Two sites, one attribute a row."""
    first, second = truth.rows("dcim/sites")[:2]
    reply = thread.ask(
        ask(
            "compare",
            select("dcim.site", names=[first["name"], second["name"]]),
            columns=["rack_count", "device_count"],
        )
    )
    assert titles(reply) == ["", first["name"], second["name"]]
    assert column(reply, 1) == [str(first["rack_count"]), str(first["device_count"])]


def test_things_that_are_alike_are_said_to_be_so(thread, truth):
    """Two things without a difference make no empty table."""
    own = ("id", "url", "display", "display_url", "name", "slug", "created", "last_updated")
    alike = {}
    for each in truth.rows("dcim/manufacturers"):
        alike.setdefault(str([value for name, value in each.items() if name not in own]), []).append(str(each["id"]))
    pair = next(each for each in alike.values() if len(each) > 1)[:2]
    reply = thread.ask(ask("compare", select("dcim.manufacturer", where=[leaf("id", "eq", pair)])))
    assert head(reply) == "2 manufacturers, alike in all that NetBox has of them."
    assert column(reply, 0) == []


def test_a_field_of_many_choices_is_counted_by_the_rows(thread, truth):
    """Interfaces have hundreds of types and few are in use: pages of rows tell, not one count a type."""
    reply = thread.ask(ask("count", select("dcim.interface"), group="type"))
    kinds = {}
    for each in (
        truth.rows("dcim/interfaces")
        + truth.rows("dcim/interfaces", offset=1000)
        + truth.rows("dcim/interfaces", offset=2000)
    ):
        kinds[each["type"]["label"]] = kinds.get(each["type"]["label"], 0) + 1
    assert reply.rows_total == len(kinds)
    assert sum(int(each.replace(",", "")) for each in column(reply, 1)) == sum(
        amount for _, amount in sorted(kinds.items(), key=lambda each: (-each[1], each[0].casefold()))[:10]
    )
    assert reply.receipt.netbox_requests <= 6
