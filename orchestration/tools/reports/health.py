"""Is NetBox well: its version, its workers, how fast it answers."""

from collections.abc import Mapping
from typing import Any

from orchestration.messages import Notice, Part, prose
from orchestration.tools.draft import Draft
from orchestration.tools.kit import Kit
from orchestration.tools.plan import Asked
from orchestration.tools.reports.pieces import facts
from orchestration.tools.wording import listed, plural


def health(kit: Kit, asked: Asked, _: Mapping[str, Any]) -> Draft:
    """Tell how NetBox is; one request."""
    before = kit.inventory.meter().seconds
    status = kit.inventory.fetch("status/", fresh=True).body
    took = round(1000 * (kit.inventory.meter().seconds - before))
    version, workers = str(status.get("netbox-version", "")), int(status.get("rq-workers-running") or 0)
    plugins = listed([f"{name} {release}" for name, release in (status.get("plugins") or {}).items()])
    parts: list[Part] = [
        prose(f"NetBox {version} answers in {took} ms, {plural(workers, 'background worker')} running."),
        facts(
            [
                ("NetBox", str(status.get("netbox-full-version") or version)),
                ("Address", kit.inventory.instance),
                ("Host", str(status.get("hostname") or "")),
                ("Python", str(status.get("python-version") or "")),
                ("Django", str(status.get("django-version") or "")),
                ("Plugins", plugins or "none"),
            ]
        ),
    ]
    if not workers:
        parts.append(Notice(level="warning", text="No background worker runs: webhooks, event rules and scripts wait."))
    return Draft(asked.ask.want, tuple(parts), understood="health of NetBox", focus=None)
