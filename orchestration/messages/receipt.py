"""The small print under an answer."""

from typing import Literal

from orchestration.messages.frozen import Frozen


class ModelUse(Frozen):
    """What asking a language model cost.

    Args:
        model: its name, as the server calls it.
        calls: how often it was asked.
        tokens_in, tokens_out: tokens of what was said to it and of its answers.
        seconds: waiting for it.
        cost_usd: price by OpenAI's list; None where the list does not name the model.
    """

    model: str = ""
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    cost_usd: float | None = 0.0

    def and_then(self, other: "ModelUse") -> "ModelUse":
        """Return what both cost together; a price that is not known makes the sum unknown."""
        known = self.cost_usd is not None and other.cost_usd is not None
        return ModelUse(
            model=other.model or self.model,
            calls=self.calls + other.calls,
            tokens_in=self.tokens_in + other.tokens_in,
            tokens_out=self.tokens_out + other.tokens_out,
            seconds=round(self.seconds + other.seconds, 4),
            cost_usd=(self.cost_usd or 0.0) + (other.cost_usd or 0.0) if known else None,
        )


class Receipt(Frozen):
    """What was understood, how complete and how old the answer is, and what it cost.

    Args:
        understood: the reading in a few words: "devices · site Akron · status active".
        shown: rows shown so far.
        total: rows there are; None where the answer is no listing.
        age: seconds since the data was read from NetBox; None where none was read.
        url: the same list in NetBox's own pages.
        seconds: from the message to the saved reply.
        queue_seconds: of these, waiting for a worker.
        netbox_seconds: of these, waiting for NetBox (wall clock, parallel requests counted once).
        netbox_requests: requests that were made.
        request_ids: NetBox's X-Request-ID of each.
        cached: whether any of the data came from the cache.
        model_calls, tokens_in, tokens_out, model_seconds, cost_usd: what the language model cost; the price is None where none is known.
        model: its name; empty where none was asked.
        read_by: whether rules or a model read the message.
        correlation: the id to quote when asking about this turn.
    """

    understood: str = ""
    shown: int | None = None
    total: int | None = None
    age: float | None = None
    url: str | None = None
    seconds: float = 0.0
    queue_seconds: float = 0.0
    netbox_seconds: float = 0.0
    netbox_requests: int = 0
    request_ids: tuple[str, ...] = ()
    cached: bool = False
    model_calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    model_seconds: float = 0.0
    cost_usd: float | None = 0.0
    model: str = ""
    read_by: Literal["rules", "model"] = "rules"
    correlation: str = ""
