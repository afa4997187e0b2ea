"""Names that are completed while they are typed: those alone that the person may see."""

from pydantic import SecretStr

from adapters.discord import incoming
from adapters.redis.names import RedisNames
from bot import discord_app
from bot.bootstrap import open_inventories
from bot.settings import read_settings
from orchestration.catalogue.loading import load
from orchestration.language.names import gather
from orchestration.language.normal import normalise
from orchestration.language.reading import NameHit
from orchestration.ports import Query, scope_of
from tests.fakes.discord import gateway_interactions as acts
from tests.fakes.discord.state import ANN, AWAY, BEN, GUS


def offered(guild, sub, text, **who):
    """What is offered to who types."""
    made = acts.typing(guild.world, sub, "name", text, **who)
    guild.settle()
    return [each["value"] for each in made.choices]


def test_names_are_completed(guild):
    """At most 25 names of the kind that was asked for, those that begin so before those that hold it."""
    devices = offered(guild, "device", "ham1-")
    assert len(devices) == 25
    assert all(each.startswith("ham1-") for each in devices)
    assert offered(guild, "site", "hamb") == ["Hamburg DC"]
    assert offered(guild, "prefix", "zzz") == []


def test_racks_of_one_name_are_told_apart(guild):
    """A rack's name that is there several times is offered with its place."""
    assert {"A01 in Hamburg DC", "A01 in Newark DC"} <= set(offered(guild, "rack", "a01"))


def test_nothing_typed(guild):
    """Before anything is typed a few names are offered."""
    assert 0 < len(offered(guild, "site", "")) <= 25


def test_only_what_the_person_may_see(guild, standin, monkeypatch):
    """Who reads with a token of their own is offered what that token sees, not what the bot's does."""
    # A busy machine is no NetBox that is away.
    monkeypatch.setattr(discord_app, "COMPLETING", 30.0)
    guild.rooms.interactions.linking.link(_author(guild, BEN), SecretStr(standin.token_reader))
    assert offered(guild, "device", "ham1-", person=BEN) == []
    with open_inventories(read_settings()).open(standin.token_reader, "test") as inventory:
        gather(inventory, RedisNames(guild.client), load(), 1.0)
    seen = offered(guild, "site", "", person=ANN)
    mine = [each for each in seen if each in offered(guild, "site", each, person=BEN)]
    assert 0 < len(mine) < len(seen)
    _lost(guild, standin, set(seen) - set(mine))
    assert [each for each in seen if each in offered(guild, "site", each, person=BEN)] == mine
    guild.rooms.interactions.linking.unlink(_author(guild, BEN))


def _lost(guild, standin, names):
    """Put names into the reader's index that NetBox does not show them, as if they had lost the right since it was gathered."""
    index = RedisNames(guild.client)
    with open_inventories(read_settings()).open(standin.token_admin, "test") as inventory:
        rows = inventory.list(Query(type="dcim.site", fields=("id", "name"), limit=1000)).rows
    hits = [NameHit(type="dcim.site", id=row["id"], name=row["name"]) for row in rows]
    with open_inventories(read_settings()).open(standin.token_reader, "test") as inventory:
        index.replace(scope_of(inventory), "dcim.site", [(normalise(each.name), each) for each in hits])
        assert names <= {hit.name for hit in index.completing(scope_of(inventory), "dcim.site", "", 1000)}


def _author(guild, person):
    return incoming.person(guild.world.users[person], {}, guild.home)


def test_where_nobody_is_answered(guild):
    """In a guild that the policy does not list nothing is offered."""
    made = acts.typing(guild.world, "site", "name", "ham", person=GUS, channel=AWAY)
    guild.settle()
    assert made.choices is None
    assert offered(guild, "site", "ham", person=ANN) == ["Hamburg DC"]
