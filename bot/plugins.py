"""What a NetBox has of its own, plugins' types and custom fields: looked for in the background, kept in Redis, learnt by each worker."""

import json
import time
from dataclasses import dataclass

import structlog

from adapters.redis.cache import RedisCache
from adapters.redis.names import RedisNames
from orchestration.catalogue.catalogue import Catalogue
from orchestration.catalogue.customs import custom_of, read_customs
from orchestration.catalogue.discovering import discover
from orchestration.catalogue.plugins import learnt
from orchestration.errors import NetbotError
from orchestration.language.names import gather_type
from orchestration.language.vocabulary import vocabulary_of
from orchestration.ports import Inventory

log = structlog.get_logger(__name__)

# They are looked for once in so many seconds: a plugin comes with a restart of NetBox, a custom object type at any time.
EVERY = 3600
# People make a custom field and ask by it at once.
EVERY_CUSTOM = 60
# What was found holds until it is looked for again, also where nobody asked for some days.
KEPT = 7 * 24 * 3600.0
# A look takes no longer than this; what it did not come to is not known until the next.
LONGEST = 120.0
FORM = 1


@dataclass(slots=True)
class Plugins:
    """What types the plugins of one NetBox have, and which custom fields there are.

    Args:
        cache: where it is kept.
        names: the index of names; says whose turn it is to look.
        instance: which NetBox: its address.
        catalogue: the object types; learns.
    """

    cache: RedisCache
    names: RedisNames
    instance: str
    catalogue: Catalogue

    def learn(self) -> bool:
        """Take in what was found; say whether it was news to this process."""
        kept = (self.cache.get(self._key), self.cache.get(self._customs))
        if kept == self.catalogue.learnt_from or not any(kept):
            return False
        before = self.catalogue.edition
        types, customs = (json.loads(each) if each else {} for each in kept)
        if types.get("form") == FORM:
            self.catalogue.learn(learnt(types["types"]))
        if customs.get("form") == FORM:
            self.catalogue.learn_customs([custom_of(each) for each in customs["fields"]])
        self.catalogue.learnt_from = kept
        return self.catalogue.edition != before

    def look_at_customs(self, inventory: Inventory) -> None:
        """Look at the custom fields, where nobody did within the minute.

        Args:
            inventory: NetBox, with the bot's own rights.
        """
        if not self.names.claim(self._customs, EVERY_CUSTOM):
            return
        try:
            fields = [each.kept() for each in read_customs(inventory)]
            self.cache.put(self._customs, json.dumps({"form": FORM, "fields": fields}).encode(), KEPT)
        except NetbotError as known:
            log.warning("custom_fields_not_looked_at", reason=known.sentence)

    def look(self, inventory: Inventory) -> None:
        """Look for them, where nobody did within the hour, and gather the names of what is new.

        Args:
            inventory: NetBox, with the bot's own rights.
        """
        if not self.names.claim(self._key, EVERY):
            return
        before = {each.key for each in self.catalogue.learnt}
        until = time.monotonic() + LONGEST
        try:
            found = discover(inventory, self.catalogue, lambda: time.monotonic() < until)
            types = [each.kept() for each in found]
            self.cache.put(self._key, json.dumps({"form": FORM, "types": types}).encode(), KEPT)
            self.catalogue.learn(learnt(types))
            for about in self.catalogue.learnt:
                if about.indexed and about.key not in before:
                    gather_type(inventory, self.names, about, vocabulary_of(self.catalogue))
        except NetbotError as known:
            self.names.unclaim(self._key)
            log.warning("plugins_not_looked_at", reason=known.sentence)
            return
        if found:
            log.info("plugins_found", types=[each.key for each in found])

    @property
    def _key(self) -> str:
        return f"{self.instance}|plugins"

    @property
    def _customs(self) -> str:
        return f"{self.instance}|customs"
