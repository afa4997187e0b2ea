"""The server's clock, in the form of a turn's id."""

from redis import Redis

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def moment(client: Redis) -> str:
    """Return the present moment as the id of a turn accepted now would begin: turns accepted before have smaller ids."""
    seconds, micros = client.time()
    at, digits = seconds * 1_000_000 + micros, ""
    while at:
        at, digit = divmod(at, 36)
        digits = _DIGITS[digit] + digits
    return digits
