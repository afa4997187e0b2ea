"""The two kinds of value that cross a process or outlive one."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value that nobody changes after it was made; keys it does not know are dropped when it is read."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Stored(Frozen):
    """A value that is kept, and may be read by another release than wrote it.

    Args:
        v: version of the stored form. Readers set aside what is newer than they know.
    """

    v: int = 1
