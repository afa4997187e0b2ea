"""`make bench`: what an answer costs, as tables. Each table is a module here with one function, `measure`.

Every figure is measured in the same run, on the stand-in, which a process of its own serves.
"""

import argparse
from importlib import import_module

from bot.logs import configure_logs

# A table's module has `measure(runs: int) -> Iterator[str]`: it starts what it needs, yields the lines to print, and stops it again.
TABLES = ("answers", "reading", "load", "patterns", "scaling", "changing", "slack", "discord")


def main() -> None:
    """Measure all tables, or those that are named, and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=30, help="times that each figure is measured (default 30)")
    parser.add_argument("--only", choices=TABLES, action="append", help="measure this table only; may be repeated")
    asked = parser.parse_args()
    configure_logs("warning", ())
    for name in asked.only or TABLES:
        for line in import_module(f"benchmarks.{name}").measure(asked.runs):
            print(line, flush=True)
        print(flush=True)


if __name__ == "__main__":
    main()
