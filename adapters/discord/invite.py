"""The link by which a guild invites the bot, with the least permissions.

Source: discord.com/developers/docs/topics/oauth2#bot-authorization-flow.
"""

from urllib.parse import urlencode

# Each with what it is for; see discord.com/developers/docs/topics/permissions#permissions-bitwise-permission-flags
PERMISSIONS = {
    "VIEW_CHANNEL": (1 << 10, "sees the channels it is asked in"),
    "SEND_MESSAGES": (1 << 11, "answers"),
    "EMBED_LINKS": (1 << 14, "shows answers as cards where components are not taken"),
    "ATTACH_FILES": (1 << 15, "attaches pictures and lists"),
    "READ_MESSAGE_HISTORY": (1 << 16, "answers messages, and reads the thread it is asked in"),
    "CREATE_PUBLIC_THREADS": (1 << 35, "opens a thread on a question"),
    "SEND_MESSAGES_IN_THREADS": (1 << 38, "answers there"),
}
# Adding the commands is a scope of its own.
_SCOPES = "bot applications.commands"
AUTHORIZE = "https://discord.com/oauth2/authorize"


def invite(application: str) -> str:
    """Return the link.

    Args:
        application: id of the application.
    """
    held = sum(bit for bit, _ in PERMISSIONS.values())
    return f"{AUTHORIZE}?{urlencode({'client_id': application, 'scope': _SCOPES, 'permissions': held})}"


def lacking(granted: int) -> dict[str, str]:
    """Return the permissions that are missing among those granted, with what each is for."""
    administrator = 1 << 3
    if granted & administrator:
        return {}
    return {name: reason for name, (bit, reason) in PERMISSIONS.items() if not granted & bit}
