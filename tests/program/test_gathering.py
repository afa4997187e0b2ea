"""Names are kept up in the background, for the bot and for whoever asked lately, and never stand in the way of an answer."""

import threading
import time

import pytest
from pydantic import SecretStr

from adapters.netbox.inventories import NetBoxInventories
from adapters.redis.askers import Asker, RedisAskers
from adapters.redis.cache import RedisCache
from adapters.redis.names import RedisNames
from bot.bootstrap import open_inventories
from bot.changing import open_vault
from bot.demo.company import build
from bot.demo.standin.double import StandIn
from bot.demo.standin.plugin import NAME
from bot.gathering import keep_up_all
from bot.introducing import Introduced
from bot.keeping_up import keep_up
from bot.plugins import Plugins
from bot.settings import read_settings
from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.loading import load
from orchestration.language.normal import normalise
from orchestration.messages import Address, Author, Utterance
from orchestration.ports import Linked, Operation, Query, scope_of
from orchestration.sessions.session import Session
from tests.fakes.netbox_trouble import TroubleProxy

ANNA = Author(platform="terminal", place="local", id="anna")
THREAD = Address(platform="terminal", place="local", channel="c", thread="")


@pytest.fixture(scope="module")
def netbox():
    with StandIn(build(), "freight-operations").serve() as serving:
        yield serving


@pytest.fixture
def proxy(netbox):
    with TroubleProxy(netbox.url) as passing:
        yield passing


@pytest.fixture
def settings(netbox, proxy, redis_url, monkeypatch, tmp_path):
    given = {
        "NETBOX_URL": proxy.url,
        "NETBOX_TOKEN": netbox.token_admin,
        "REDIS_URL": redis_url,
        "NETBOT_HOME": str(tmp_path),
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return read_settings()


@pytest.fixture
def inventory(settings):
    """NetBox with the bot's own rights; nothing is kept."""
    with open_inventories(settings).open(None, "test") as opened:
        yield opened


@pytest.fixture
def names(redis_client):
    return RedisNames(redis_client)


def write(inventory, op, id_=None, **data):
    """Change a rack, as somebody does in NetBox."""
    until = time.clock_gettime(time.CLOCK_BOOTTIME) + 60
    made = inventory.write([Operation(op=op, type="dcim.rack", id=id_, data=data)], "m", until).objects
    return made[0]["id"] if made else None


def test_a_round_brings_in_what_changed_and_nothing_else(settings, inventory, names, proxy):
    """After a round a new rack is found, a renamed one by its new name, a deleted one no more; a quiet round is one request."""
    site = inventory.list(Query(type="dcim.site", fields=("id",), limit=1)).rows[0]["id"]
    keep_up_all(settings)
    scope, built = scope_of(inventory), names.built_at(scope_of(inventory))
    new, gone = (write(inventory, "create", name=name, site=site) for name in ("Xenolith", "Yttrium"))
    keep_up_all(settings)
    assert {hit.id for hits in names.find(scope, ["xenolith", "yttrium"]).values() for hit in hits} == {new, gone}
    write(inventory, "update", new, name="Zirconium")
    write(inventory, "delete", gone)
    keep_up_all(settings)
    assert set(names.find(scope, ["xenolith", "yttrium", "zirconium"])) == {"zirconium"}
    assert [hit.name for hit in names.nearest(scope, "zirconum")][:1] == ["Zirconium"]
    asked = proxy.count()
    keep_up_all(settings)
    assert (proxy.count() - asked, names.built_at(scope)) == (1, built)
    write(inventory, "delete", new)


def test_names_of_who_asked_lately_are_kept_up(settings, inventory, names, redis_client, netbox, monkeypatch):
    """With a linked token somebody has names of their own, only those they may see and no more than a person may, until nobody links it any more."""
    everything = inventory.list(Query(type="dcim.device", fields=("id", "name"), limit=1000)).rows
    with open_inventories(settings).open(netbox.token_reader, "test") as reader:
        scope = scope_of(reader)
        theirs = {row["id"] for row in reader.list(Query(type="dcim.device", fields=("id",), limit=1000)).rows}
    vault = open_vault(settings, redis_client)
    vault.keep(ANNA.key, Linked(token=SecretStr(netbox.token_reader), user="reader", at=0.0))
    RedisAskers(redis_client).note(Asker(scope=scope, author=ANNA, address=THREAD, at=time.time()))
    with monkeypatch.context() as patched:
        patched.setattr("bot.gathering.MOST_OF_A_PERSON", 20)
        keep_up_all(settings)
    assert 20 in [sum(map(int, redis_client.hvals(key))) for key in redis_client.keys("*:counts")]
    names.drop(scope)
    keep_up_all(settings)
    spans = [normalise(row["name"]) for row in everything if row["name"]]
    found = {hit.id for hits in names.find(scope, spans).values() for hit in hits if hit.type == "dcim.device"}
    assert found
    assert found <= theirs < {row["id"] for row in everything}
    vault.remove(ANNA.key)
    names.drop(scope)
    keep_up_all(settings)
    assert names.built_at(scope) is None


def test_who_asked_longest_ago_is_forgotten(redis_client):
    """Only so many scopes are kept up, those that were asked with last."""
    askers = RedisAskers(redis_client, most=2)
    for at in (1, 2, 3, 1):
        askers.note(Asker(scope=f"s{at}", author=ANNA, address=THREAD, at=at))
    assert [each.scope for each in askers.lately()] == ["s3", "s2"]
    assert all(redis_client.ttl(key) > 0 for key in redis_client.keys("*"))


def nothing():
    """Stand for plugins that tell nothing new."""


class Thinker:
    """A thinker that notes what it was told."""

    def __init__(self):
        self.asked = []

    def __call__(self, session, incoming, turn, inventory, progress):
        self.asked.append(incoming.text)
        return "outcome"


def test_no_question_waits_for_all_names(inventory, names, redis_client):
    """A first question is answered though the names are not all there, the next does not wait, and nothing is in the way of who gathers."""
    thinker, told = Thinker(), []
    introduced = Introduced(thinker, names, RedisAskers(redis_client), nothing, patience=0.0)
    said = Utterance(id="1", address=THREAD, author=ANNA, at=1.0, text="which racks are there?")
    for turn in ("1", "2"):
        assert introduced(Session(address=THREAD), said, turn, inventory, told.append) == "outcome"
    scope = scope_of(inventory)
    assert (thinker.asked, told) == ([said.text] * 2, ["Learning the names in this NetBox"])
    assert (names.built_at(scope), names.claim(scope, 1)) == (None, True)
    assert [each.scope for each in RedisAskers(redis_client).lately()] == [scope]


def test_a_first_question_in_a_small_netbox_has_the_names(inventory, names, redis_client):
    """Names that are read quickly are there for the first question already."""
    introduced = Introduced(Thinker(), names, RedisAskers(redis_client), nothing, patience=60.0)
    said = Utterance(id="1", address=THREAD, author=ANNA, at=1.0, text="hello")
    introduced(Session(address=THREAD), said, "1", inventory, lambda _: None)
    assert names.built_at(scope_of(inventory)) is not None


def test_a_first_question_does_not_pay_for_what_the_background_reads(settings, inventory, names, redis_client):
    """Names that another process is reading are waited for, and not read by the question."""
    introduced = Introduced(Thinker(), names, RedisAskers(redis_client), nothing, patience=60.0, grace=60.0)
    said = Utterance(id="1", address=THREAD, author=ANNA, at=1.0, text="hello")
    with open_inventories(settings).open(None, "names", kept=False) as other:
        behind = threading.Thread(target=keep_up, args=(other, names, float("inf")))
        behind.start()
        introduced(Session(address=THREAD), said, "1", inventory, lambda _: None)
        behind.join()
    assert names.built_at(scope_of(inventory)) is not None
    assert inventory.meter().requests == 0


def test_plugins_are_looked_for_once_and_learnt_by_every_worker(netbox, names, redis_client):
    """One look an hour; another process learns what it found before it reads a message, and an unknown form of it is let be."""
    mine, other = (Catalogue(tuple(load()), "") for _ in range(2))
    cache, part = RedisCache(redis_client), normalise("SSD 960GB")
    with NetBoxInventories(netbox.url, netbox.token_readonly, mine).open(None, "names") as opened:
        looking = Plugins(cache, names, netbox.url, mine)
        looking.look(opened)
        asked = opened.meter().requests
        looking.look(opened)
        assert (asked > 0, opened.meter().requests) == (True, asked)
        assert [hit.type for hit in names.find(scope_of(opened), [part])[part]] == [NAME]
    learning = Plugins(cache, names, netbox.url, other)
    learning.learn()
    assert [each.key for each in other.learnt] == [NAME]
    cache.put(f"{netbox.url}|plugins", b'{"form": 99, "types": [{}]}', 60)
    learning.learn()
    assert [each.key for each in other.learnt] == [NAME]


def test_custom_fields_are_looked_at_and_learnt_by_every_worker(netbox, names, redis_client):
    """One look a minute; another process learns what it found, beside what plugins have."""
    mine, other = (Catalogue(tuple(load()), "") for _ in range(2))
    cache = RedisCache(redis_client)
    with NetBoxInventories(netbox.url, netbox.token_readonly, mine).open(None, "names") as opened:
        looking = Plugins(cache, names, netbox.url, mine)
        looking.look_at_customs(opened)
        asked = opened.meter().requests
        looking.look_at_customs(opened)
        assert (0 < asked <= 2, opened.meter().requests) == (True, asked)
        looking.look(opened)
    learning = Plugins(cache, names, netbox.url, other)
    assert (learning.learn(), learning.learn()) == (True, False)
    assert other["tenancy.tenant"].fields["cf_account_code"].kind == "string"
    assert [each.key for each in other.learnt] == [NAME]
