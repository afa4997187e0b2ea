"""Dialects of the outside world; each vendor library appears in one room only."""
