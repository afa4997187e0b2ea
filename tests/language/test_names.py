"""Filling the index of names."""

from orchestration.catalogue.loading import load
from orchestration.language.names import MOST_OF_A_TYPE, PAGE, THREADS, entries_of, gather, naming_fields, scope_of
from orchestration.language.normal import normalise
from orchestration.language.vocabulary import vocabulary_of
from orchestration.ports import Page
from tests.fakes.memory_inventory import MemoryInventory
from tests.fakes.memory_names import MemoryNames
from tests.language.invented import RECORDS, company, hit


def test_a_whole_name_and_its_parts_name_an_object():
    """People write "Larkspur" for "Larkspur Foods, Inc.", and the maker before the model."""
    names, scope = company()
    found = names.find(scope, ["larkspur food inc", "larkspur", "axiom ax 4800", "cost centre"])
    assert found["larkspur food inc"] == found["larkspur"] == (hit("tenancy.tenant", "Larkspur Foods, Inc."),)
    assert [each.name for each in found["axiom ax 4800"]] == ["AX-4800"]
    assert [each.name for each in found["cost centre"]] == ["cost_centre"]


def test_a_part_that_means_something_else_names_nothing():
    """ "Access" of "Access Switch" is a mode of interfaces, and "and" of "Bramble & Sons" is no name."""
    names, scope = company()
    assert "and" not in names.find(scope, ["and", "son"])
    assert [each.name for each in names.find(scope, ["switch"])["switch"]] == ["Access Switch", "Core Switch"]


def test_what_tells_two_of_a_name_apart_is_kept():
    """A rack's site stands beside its name."""
    names, scope = company()
    (rack,) = names.find(scope, ["cage west"])["cage west"]
    assert rack.within == "Fjordhus Nord"


def test_names_are_read_in_pages_with_few_fields():
    """Of each object only what names it is asked for, a thousand at a time, and all types are noted as in."""
    rows = {"dcim.site": [{"id": at, "name": f"Depot {at}"} for at in range(1, 2501)]}
    inventory, names = MemoryInventory(load(), rows), MemoryNames()
    gather(inventory, names, load(), 5.0)
    asked = [each for each in inventory.asked if each.type == "dcim.site"]
    assert [each.offset for each in asked] == [0, 1000, 2000]
    assert {each.limit for each in asked} == {PAGE}
    assert all(set(each.fields) == set(naming_fields(load()[each.type])) for each in inventory.asked)
    assert {each.type for each in inventory.asked} == {each.key for each in load() if each.indexed}
    assert names.built_at(scope_of(inventory)) == 5.0


class _Endless(MemoryInventory):
    """A NetBox that always has more sites."""

    def list(self, query):
        """Return a full page for ever."""
        if query.type != "dcim.site":
            return super().list(query)
        self.asked.append(query)
        rows = tuple({"id": query.offset + at, "name": f"s{query.offset + at}x"} for at in range(query.limit))
        return Page(rows=rows, total=10**9, read_at=0.0)


def test_gathering_is_bounded():
    """A type with more objects than are kept is read up to the bound, with at most four threads."""
    inventory, names = _Endless(load(), {}), MemoryNames()
    gather(inventory, names, load(), 1.0)
    assert len([each for each in inventory.asked if each.type == "dcim.site"]) == MOST_OF_A_TYPE // PAGE
    assert THREADS <= 4


def test_records_without_a_name_are_left_out():
    """A device may have no name; nothing can be said that means it."""
    rows = {**RECORDS, "dcim.device": [{"id": 1, "name": None}, {"id": 2, "name": ""}]}
    inventory, names = MemoryInventory(load(), rows), MemoryNames()
    gather(inventory, names, load(), 1.0)
    assert names.sample(scope_of(inventory), "dcim.device") == ()


def test_a_device_without_a_name_is_called_as_netbox_shows_it():
    """Members of a stack and panels often have no name: what NetBox shows for them is what people copy."""
    about = load()["dcim.device"]
    records = ({"id": 1, "name": None, "display": "tor-stack:2"}, {"id": 2, "name": "fw1", "display": "fw1 (X7)"})
    found = {span: hit.id for span, hit in entries_of(about, records, vocabulary_of(load()))}
    assert found == {normalise("tor-stack:2"): 1, "fw 1": 2}
    assert "display" in naming_fields(about)
