"""The least that a job can do. It stands alone, so that no job pays for importing the benchmark."""


def nothing() -> int:
    """Do nothing."""
    return 1
