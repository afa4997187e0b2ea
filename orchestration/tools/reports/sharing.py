"""A share that something must have reached, or stayed under."""

from dataclasses import dataclass

from orchestration.language.intent import Ask

FULL = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which shares are wanted.

    Args:
        percent: the bound; None where every share is.
        over: what lies above it is wanted, else what lies below.
    """

    percent: int | None = None
    over: bool = True

    @classmethod
    def of(cls, ask: Ask) -> "Wanted":
        """Return what an ask wants: its size is the share, its order says on which side."""
        return cls(ask.size, over=not ask.sort or ask.sort[0].descending)

    def fits(self, share: float) -> bool:
        """Say whether a share, 0 to 100, is wanted."""
        if self.percent is None:
            return True
        # Nothing is fuller than full.
        full = self.percent == FULL and share >= FULL
        return (full or share > self.percent) if self.over else share < self.percent

    @property
    def phrase(self) -> str:
        """As it follows a noun, with its blank; empty where every share is wanted."""
        if self.percent is None:
            return ""
        if self.percent == FULL:
            return " that are full" if self.over else " that are not full"
        return f" {'over' if self.over else 'under'} {self.percent} % used"
