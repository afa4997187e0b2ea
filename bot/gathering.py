"""Keeping up the names in the background: a process of its own that reads them from NetBox into the index, and ends."""

import multiprocessing
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess

import structlog

from adapters.redis.askers import RedisAskers
from adapters.redis.connect import connect
from adapters.redis.names import RedisNames
from bot.bootstrap import open_inventories, open_plugins
from bot.changing import open_changing
from bot.keeping_up import keep_up
from bot.settings import Settings, redis_url
from orchestration.catalogue.loading import load
from orchestration.errors import NetbotError
from orchestration.messages import Utterance
from orchestration.ports import scope_of

log = structlog.get_logger(__name__)

# Two rounds are at least so many seconds apart, over all workers.
ROUND = 4
# Names are gathered anew after so many seconds though NetBox's log tells what changed: for what it does not tell, as what an object lies in
# is renamed; and for people, whose rights may be taken away at any time.
OF_THE_BOT = 24 * 3600.0
OF_A_PERSON = 900.0
# Of each of the people who asked lately; the bot's own index holds ten times as many.
MOST_OF_A_PERSON = 50_000


@dataclass(slots=True)
class Gathering:
    """Starts a round of keeping up the names that the bot and the people who asked lately see; one process at a time.

    The worker that looks after this forks it, so that nobody waits for it and its memory goes when it ends.

    Args:
        settings: of the program.
    """

    settings: Settings
    _process: BaseProcess | None = field(default=None)

    def __call__(self) -> None:
        """Start a round where nobody did a moment ago."""
        if self._process is not None:
            if self._process.is_alive():
                return
            self._process.close()
            self._process = None
        with connect(redis_url(self.settings)) as client:
            begun = RedisNames(client).claim("round", ROUND)
        if begun:
            context = multiprocessing.get_context("fork")
            self._process = context.Process(target=keep_up_all, args=(self.settings,), daemon=True)
            self._process.start()


def keep_up_all(settings: Settings) -> None:
    """Keep up the names that the bot's own token sees, and those of whoever asked lately with another."""
    with connect(redis_url(settings)) as client:
        inventories = open_inventories(settings, client)
        try:
            with inventories.open(None, "names", kept=False) as inventory:
                names = RedisNames(client)
                plugins = open_plugins(settings, client)
                plugins.look_at_customs(inventory)
                plugins.learn()
                keep_up(inventory, names, OF_THE_BOT)
                plugins.look(inventory)
            door = open_changing(settings, client, load()).door
        except NetbotError as known:
            log.warning("names_not_kept_up", reason=known.sentence)
            return
        for asker in RedisAskers(client).lately():
            asked = Utterance(id="", address=asker.address, author=asker.author, at=asker.at, text="")
            try:
                token = door.token_for(asker.author, asked)
                if token is None:
                    continue
                with inventories.open(token, "names", kept=False) as inventory:
                    # A token that was linked since has a scope of its own, which is noted when it is used.
                    if scope_of(inventory) == asker.scope:
                        keep_up(inventory, RedisNames(client, MOST_OF_A_PERSON), OF_A_PERSON)
            except NetbotError as known:
                log.warning("names_not_kept_up", person=asker.author.key, reason=known.sentence)
