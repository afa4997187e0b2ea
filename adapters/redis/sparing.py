"""A language model that is left alone for a while after it failed, by all workers on all machines."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import structlog
from redis import Redis

from adapters.redis.connect import store_errors
from adapters.redis.keys import PREFIX
from adapters.redis.scripts import script
from orchestration.errors import Misconfigured, ModelResting, ModelUnavailable, ModelUnusable, StoreUnavailable
from orchestration.ports import Filled, LanguageModel

log = structlog.get_logger(__name__)

# One message asks twice at most: a server that fails both is not asked for the next.
MOST_FAILURES = 2
FIRST_REST = 30.0
LONGEST_REST = 300.0
# A server that asks for a shorter rest is waited for by whoever asked.
SHORTEST_REST = 3.0


class Rests:
    """Knows how long a language model is to be left alone; where Redis is away it is asked.

    Args:
        client: where it is kept.
        of: which server and model.
        trial: seconds that one question lasts at most.
    """

    def __init__(self, client: Redis, of: Sequence[str], trial: float) -> None:
        self._client, self._trial = client, trial
        base = f"{PREFIX}model:{{{sha256(repr(list(of)).encode()).hexdigest()[:16]}}}:"
        self._keys = [base + each for each in ("rest", "failures", "trial")]
        self._ask = script(client, "rest_ask")
        self._failed = script(client, "rest_failed")

    def left(self) -> float:
        """Return the seconds until the model may be asked; 0 where it may be now, which whoever is told so does."""
        try:
            with store_errors():
                return float(self._ask(keys=self._keys, args=[MOST_FAILURES, int(self._trial * 1000)])) / 1000
        except StoreUnavailable:
            return 0.0

    @store_errors()
    def told(self) -> float:
        """Return the seconds for which the model is left alone, without asking to be let through."""
        return max(0, int(self._client.pttl(self._keys[0]))) / 1000

    def failed(self, *, hopeless: bool = False, asked_for: float | None = None) -> None:
        """Count a failure.

        Args:
            hopeless: asking again does not help: let it rest at once.
            asked_for: seconds for which the server asked to be left alone.
        """
        least = asked_for if asked_for is not None and asked_for > SHORTEST_REST else 0.0
        rest = [int(seconds * 1000) for seconds in (FIRST_REST, LONGEST_REST, least)]
        try:
            with store_errors():
                self._failed(keys=self._keys, args=[MOST_FAILURES, int(hopeless), *rest])
        except StoreUnavailable as away:
            log.debug("model_failure_not_noted", reason=away.text)

    def well(self) -> None:
        """Forget all failures."""
        try:
            with store_errors():
                self._client.unlink(*self._keys)
        except StoreUnavailable as away:
            log.debug("model_failure_not_forgotten", reason=away.text)


class SparedModel:
    """`orchestration.ports.LanguageModel`: asks another, unless that is to be left alone.

    Args:
        model: the one to ask.
        rests: how long it is left alone.
    """

    def __init__(self, model: LanguageModel, rests: Rests) -> None:
        self._model, self._rests = model, rests

    def fill(self, name: str, form: Mapping[str, Any], instructions: str, said: Sequence[str]) -> Filled:
        """Ask once for a form to be filled.

        Raises:
            ModelResting: it failed a moment ago, and was not asked.
            ModelUnavailable, ModelUnusable, Misconfigured: as the model itself.
        """
        left = self._rests.left()
        if left:
            raise ModelResting(left)
        try:
            filled = self._model.fill(name, form, instructions, said)
        except ModelUnusable:
            self._rests.well()
            raise
        except ModelUnavailable as away:
            self._rests.failed(asked_for=away.retry_after)
            raise
        except Misconfigured:
            self._rests.failed(hopeless=True)
            raise
        self._rests.well()
        return filled
