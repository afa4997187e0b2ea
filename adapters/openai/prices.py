"""What tokens cost: OpenAI's list of 2026, in US dollars for a million tokens, standard processing.

Source: developers.openai.com/api/docs/pricing, as others quote it: all five in github.com/zavora-ai/adk-rust, adk-model/src/openai/pricing.rs
(March 2026); gpt-4o and gpt-4o-mini in github.com/CommitBrief/commitbrief/wiki/Provider-OpenAI (27 May 2026); gpt-4.1-mini in
vercel.com/ai-gateway/models/gpt-4.1-mini/providers (November 2026). A model that is not listed has no price here, and none is shown.
"""

import re
from typing import NamedTuple

_MILLION = 1_000_000
# "gpt-4o-mini-2024-07-18" is a dated release of "gpt-4o-mini".
_RELEASE = re.compile(r"-\d{4}-\d{2}-\d{2}$")
# Other tiers have other prices: platform.openai.com/docs/api-reference/chat/object, "service_tier".
_STANDARD = frozenset(("", "auto", "default"))


class Price(NamedTuple):
    """Dollars for a million tokens: said to the model, of these known from an earlier question, and written by it."""

    said: float
    cached: float
    written: float


PRICES = {
    "gpt-4o": Price(2.50, 1.25, 10.00),
    "gpt-4o-mini": Price(0.15, 0.075, 0.60),
    "gpt-4.1": Price(2.00, 0.50, 8.00),
    "gpt-4.1-mini": Price(0.40, 0.10, 1.60),
    "gpt-4.1-nano": Price(0.10, 0.025, 0.40),
}
# It cost twice as much as the later releases of its model.
_OTHERWISE = frozenset(("gpt-4o-2024-05-13",))


def cost(model: str, said: int, cached: int, written: int, tier: str = "") -> float | None:
    """Return what tokens cost in US dollars; None for a model that is not listed, or another tier than the standard one.

    Args:
        model: its name, perhaps with the date of a release.
        said: tokens of the question.
        cached: of these, tokens at the lower price.
        written: tokens of the answer.
        tier: how it was processed, as the server tells it; empty where it does not.
    """
    price = PRICES.get(_RELEASE.sub("", model))
    if price is None or model in _OTHERWISE or tier not in _STANDARD:
        return None
    return ((said - cached) * price.said + cached * price.cached + written * price.written) / _MILLION
