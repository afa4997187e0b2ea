"""Wiring of the language model, where there is one."""

from redis import Redis

from adapters.redis.sparing import Rests, SparedModel
from bot.settings import Settings
from orchestration.ports import LanguageModel


def open_model(settings: Settings, *, most_tokens: int | None = None) -> LanguageModel | None:
    """Return the language model; None where no key is set: then its library is not even imported.

    Args:
        settings: of the program.
        most_tokens: tokens of an answer at most; None for as many as the longest intent needs.
    """
    if settings.openai_api_key is None:
        return None
    # A second of time and memory that only those pay who have a model.
    from adapters.openai.model import MOST_TOKENS, ChatModel  # noqa: PLC0415

    return ChatModel(
        key=settings.openai_api_key.get_secret_value(),
        url=settings.openai_base_url,
        name=settings.model_small,
        within=settings.model_timeout,
        most_tokens=most_tokens or MOST_TOKENS,
    )


def open_rests(settings: Settings, client: Redis) -> Rests:
    """Return what knows how long the language model is to be left alone.

    Args:
        settings: of the program.
        client: the Redis that all workers share.
    """
    return Rests(client, (settings.openai_base_url or "", settings.model_small), settings.model_timeout + 1)


def open_spared_model(settings: Settings, client: Redis) -> LanguageModel | None:
    """Return the language model as workers ask it: left alone for a while after it failed; None where no key is set.

    Args:
        settings: of the program.
        client: the Redis that all workers share.
    """
    model = open_model(settings)
    return None if model is None else SparedModel(model, open_rests(settings, client))
