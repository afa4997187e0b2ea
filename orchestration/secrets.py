"""Secrets that people type by mistake: recognised before anything is stored."""

import re

# NetBox tokens: nbt_<key>.<secret> since 4.5, before that forty characters, hexadecimal where NetBox made them; and whatever stands
# behind the word with which a token is sent. A SHA-1 looks the same: one that is called so is none. The others are as their makers write
# them: docs.slack.dev/authentication/tokens, platform.openai.com/docs/api-reference/authentication, the AWS IAM guide on identifiers.
TOKEN = re.compile(
    r"(?P<digest>\b(?:sha-?1|commit|checksum|fingerprint|digest|revision)\b\W{0,3}[0-9a-fA-F]{40}\b)"
    # Written in italics there are underscores around one, and backslashes within, which chats show as none.
    r"|(?<![A-Za-z0-9])nbt\\?_\w{3,}(?:\.[\w.-]*\w)?"
    r"|(?<=\bToken )[A-Za-z0-9]{40}\b"
    r"|(?<=\bBearer )[A-Za-z0-9._-]{20,}"
    r"|(?<![A-Za-z0-9])[0-9a-fA-F]{40}(?![A-Za-z0-9])"
    r"|\bxox[a-z]-[A-Za-z0-9-]{10,}|\bxapp-[A-Za-z0-9-]{10,}"
    r"|\bsk-(?=[\w-]*\d)[\w-]{20,}"
    r"|\bgh[oprsu]_[A-Za-z0-9]{36,}"
    r"|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"
    r"|\b[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}"
)
WITHHELD = "(token withheld)"


def find_secret(text: str) -> str | None:
    """Return the first token in a text; None where there is none."""
    return next((each[0] for each in TOKEN.finditer(text) if each["digest"] is None), None)


def without_secrets(text: str) -> str | None:
    """Return a text with each token in it replaced; None where it holds none."""
    cleared = TOKEN.sub(lambda found: found["digest"] or WITHHELD, text)
    return cleared if cleared != text else None
