"""Modules with the devices and bays they sit in."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from orchestration.tools.draft import Draft
from orchestration.tools.kit import Kit
from orchestration.tools.listing import find
from orchestration.tools.plan import Asked
from orchestration.tools.reports.scope import scope_of

COLUMNS = ("device", "module_bay", "module_type", "status", "serial")


def modules(kit: Kit, asked: Asked, results: Mapping[str, Any]) -> Draft:
    """List installed modules, of some devices or of all.

    Raises:
        NotFound, Ambiguous: of what they are in.
    """
    scope = scope_of(kit, asked, results)
    wanted = replace(scope.of("dcim.module"), said=scope.phrase, phrase=scope.phrase)
    draft = find(kit, replace(asked, search=wanted), results, COLUMNS)
    return replace(draft, intent=asked.ask.want)
