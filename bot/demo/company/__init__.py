"""An invented company for demo and tests: Halvorsen Freight, which moves goods between ports, depots and two data centres.

13 sites in 9 countries of 3 regions, 67 racks, 345 devices with interfaces and cables, a prefix plan under four
aggregates, VLANs, five VRFs, tenants, four clusters with virtual machines, circuits of five carriers, power panels, feeds
and PDUs, and a stockroom that a plugin of NetBox keeps. `Network closet` is the name of a rack at eleven sites, spare devices
have no name, and some names have accents, for real networks are like that.
"""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from bot.demo.company.book import Book
from bot.demo.company.branches import open_branches
from bot.demo.company.carriers import order_circuits
from bot.demo.company.centres import build_centres
from bot.demo.company.clusters import start_clusters
from bot.demo.company.hardware import buy_hardware
from bot.demo.company.networks import plan_networks
from bot.demo.company.people import hire_people
from bot.demo.company.places import open_sites
from bot.demo.company.stock import stock_parts


def build(seed: int = 1) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Make the company; the same seed gives the same company.

    Args:
        seed: decides serial numbers, asset tags and which things are out of the ordinary.

    Returns:
        Objects by list ("dcim/sites"), lean: relations as ids, choices as values, defaults left out.
    """
    book = Book(Random(seed))  # noqa: S311 - no secret hangs on it
    hire_people(book)
    open_sites(book)
    buy_hardware(book)
    plan_networks(book)
    build_centres(book)
    open_branches(book)
    order_circuits(book)
    start_clusters(book)
    stock_parts(book)
    return book.objects
