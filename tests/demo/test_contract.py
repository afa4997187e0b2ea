"""The stand-in is held against what a real NetBox 4.7.3 answered, where those records are at hand."""

import os
import re
import subprocess
import sys

import pytest

from bot.demo.standin import StandIn, read_objects
from bot.demo.standin.ordering import order
from bot.demo.standin.render import Renderer
from tests.demo.conftest import BASE, SHARED

pytestmark = pytest.mark.skipif(not (SHARED / "demo-objects.json.gz").exists(), reason="the records are not here")


@pytest.fixture(scope="module")
def objects():
    return read_objects(SHARED / "demo-objects.json.gz")


def test_requests_are_answered_as_by_the_real_one(objects):
    """All 144 recorded requests (lists, filters, errors, writes, bulk, allocation) are answered the same."""
    with StandIn(objects, "dunder-mifflin").serve() as netbox:
        tokens = {
            "NETBOX_TOKEN_ADMIN": netbox.token_admin,
            "NETBOX_TOKEN_READER": netbox.token_reader,
            "NETBOX_TOKEN_READONLY": netbox.token_readonly,
        }
        told = subprocess.run(
            [sys.executable, SHARED / "check_contract.py", netbox.url],
            env={**os.environ, **tokens},
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        ).stdout
    same, differ = (int(number) for number in re.search(r"(\d+) same, (\d+) differ", told).groups())
    assert (same, differ) == (144, 0), told


def test_every_object_is_shown_as_by_the_real_one(objects):
    """Each of the 6,071 objects, loaded and shown again, is what the real NetBox showed, to the last nested field."""
    standin = StandIn(objects)
    renderer = Renderer(standin.store, BASE)
    for list_name, items in objects.items():
        type_name = standin.store.schema.by_list[list_name].name
        for item in items:
            assert renderer.full(type_name, standin.store.rows[type_name][item["id"]]) == item


def test_every_list_is_ordered_as_by_the_real_one(objects):
    """Each list comes in the order of the real one: names by number, trees by branch, addresses by value."""
    store = StandIn(objects).store
    for list_name, items in objects.items():
        assert order(store, store.schema.by_list[list_name].name, None) == [item["id"] for item in items]
