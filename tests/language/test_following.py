"""The index of names follows NetBox's log of changes."""

import pytest

from orchestration.catalogue.loading import load
from orchestration.changelog import FIELDS
from orchestration.language.following import follow, read_log
from orchestration.language.names import gather, naming_fields
from orchestration.ports import scope_of
from tests.fakes.memory_inventory import MemoryInventory
from tests.fakes.memory_names import MemoryNames


class Logging(MemoryInventory):
    """A NetBox whose log a test writes; `rows` is what it holds."""

    def __init__(self, rows):
        super().__init__(load(), rows)
        self.log = []

    def list(self, query):
        """Answer from the log, the newest entry first, or as ever."""
        if query.type != "core.objectchange":
            return super().list(query)
        self._rows[query.type] = {row["id"]: row for row in self.log}
        since = dict(query.params).get("time_after", "")
        page = super().list(query.model_copy(update={"params": (), "ordering": ""}))
        fit = sorted((row for row in page.rows if row["time"] >= since), key=lambda row: -row["id"])
        return page.model_copy(update={"rows": tuple(fit), "total": len(fit)})

    def changed(self, type_, id_, row=None):
        """Change, make or (without a row) delete an object, as the log then tells."""
        if row is None:
            del self._rows[type_][id_]
        else:
            self._rows.setdefault(type_, {})[id_] = {"id": id_, **row}
        number = len(self.log) + 1
        time = f"2026-01-01T12:00:00.{number:06}Z"
        self.log.append({"id": number, "time": time, "changed_object_type": type_, "changed_object_id": id_})


@pytest.fixture
def inventory():
    made = Logging({
        "dcim.device": [{"id": at, "name": f"edge-{at}", "asset_tag": None, "site": {"id": 1, "name": "Depot"}} for at in (1, 2, 3)],
        "tenancy.tenant": [{"id": 1, "name": "Larkspur Foods", "slug": "larkspur"}],
    })  # fmt: skip
    made.changed("dcim.device", 1, {"name": "edge-1", "asset_tag": None, "site": {"id": 1, "name": "Depot"}})
    return made


@pytest.fixture
def names(inventory):
    made = MemoryNames()
    gather(inventory, made, load(), 1.0)
    inventory.asked.clear()
    return made


def test_made_renamed_deleted(inventory, names):
    """What is made is found, what is renamed by its new name alone, what is deleted no more; only these are read again."""
    seen = read_log(inventory, None).seen
    inventory.changed("dcim.device", 2, {"name": "core-2", "asset_tag": None, "site": {"id": 1, "name": "Depot"}})
    inventory.changed("dcim.device", 3)
    inventory.changed("dcim.device", 4, {"name": "edge-4", "asset_tag": "A-77", "site": {"id": 1, "name": "Depot"}})
    inventory.changed("extras.journalentry", 9, {})
    inventory.asked.clear()
    follow(inventory, names, load(), seen)
    found = names.find(scope_of(inventory), ["edge 1", "edge 2", "core 2", "edge 3", "edge 4", "a 77"])
    assert {span: [hit.id for hit in hits] for span, hits in found.items()} == {
        "edge 1": [1],
        "core 2": [2],
        "edge 4": [4],
        "a 77": [4],
    }
    assert [each.fields for each in inventory.asked] == [FIELDS, naming_fields(load()["dcim.device"])]
    assert found["edge 4"][0].within == "Depot"


def test_parts_of_names_are_worked_out_anew(inventory, names):
    """Of types that people name in part all names are read again: what was a part of one name may be one of two now."""
    seen = read_log(inventory, None).seen
    inventory.changed("tenancy.tenant", 2, {"name": "Bramble Foods", "slug": "bramble"})
    after = follow(inventory, names, load(), seen)
    found = names.find(scope_of(inventory), ["bramble", "larkspur"])
    assert {span: [hit.id for hit in hits] for span, hits in found.items()} == {"bramble": [2], "larkspur": [1]}
    assert follow(inventory, names, load(), after) == after


def test_a_log_that_tells_nothing_asks_for_a_new_index(inventory, names):
    """A log that went backwards, or names that are not there, leave nothing to follow."""
    inventory.changed("dcim.device", 2, {"name": "core-2", "asset_tag": None, "site": None})
    seen = read_log(inventory, None).seen
    del inventory.log[-1]
    assert follow(inventory, names, load(), seen) is None
    seen = read_log(inventory, None).seen
    inventory.changed("dcim.device", 1, {"name": "core-1", "asset_tag": None, "site": None})
    assert follow(inventory, MemoryNames(), load(), seen) is None
