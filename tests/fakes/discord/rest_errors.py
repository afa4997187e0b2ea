"""The errors of Discord's API: docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes."""

WORDS = {
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    20028: (429, "The write action you are performing on the channel has hit the write rate limit"),
    40005: (413, "Request entity too large. Try sending something smaller in size"),
    40060: (400, "Interaction has already been acknowledged."),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50008: (400, "Cannot send messages in a non-text channel"),
    50013: (403, "Missing Permissions"),
    50024: (400, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50083: (400, "Thread is archived"),
    160002: (400, "Cannot reply without permission to read message history"),
    160004: (400, "A thread has already been created for this message"),
    160005: (400, "Thread is locked"),
}


class Refused(Exception):
    """An answer with an error.

    Args:
        code: Discord's.
        errors: what is wrong where, in the shape of docs.discord.com/developers/reference#error-messages.
    """

    def __init__(self, code, errors=None):
        super().__init__(code)
        self.status, message = WORDS[code]
        self.body = {"message": message, "code": code, **({"errors": errors} if errors else {})}


def form_errors(faults):
    """Nest faults, as (path, code, sentence), the way Discord reports them."""
    errors = {}
    for path, code, sentence in faults:
        place = errors
        for step in path:
            place = place.setdefault(str(step), {})
        place.setdefault("_errors", []).append({"code": code, "message": sentence})
    return errors
