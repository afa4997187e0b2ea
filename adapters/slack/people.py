"""Who somebody is: looked up in Slack, remembered for some minutes.

Sources: docs.slack.dev/reference/objects/user-object, docs.slack.dev/reference/methods/usergroups.list.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from adapters.slack.calls import NOT_OFFERED, Refusal, Slack
from orchestration.errors import Misconfigured
from orchestration.messages import Author
from orchestration.messages.clean import clean

log = structlog.get_logger(__name__)

REMEMBERED = 300.0
_STRANGE = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "is_workflow_bot", "deleted")


@dataclass(frozen=True, slots=True)
class People:
    """Looks people up.

    Args:
        workspace: opens a workspace's Web API by its id.
        remembered: seconds until somebody is looked up again.
        clock: seconds, monotonic.
    """

    workspace: Callable[[str], Slack]
    remembered: float = REMEMBERED
    clock: Callable[[], float] = time.monotonic
    _known: dict[tuple[str, str], tuple[float, Author]] = field(default_factory=dict)
    _groups: dict[str, tuple[float, dict[str, frozenset[str]]]] = field(default_factory=dict)

    def author(self, team: str, user: str, home: str = "", *, anew: bool = False) -> Author:
        """Return who somebody is.

        Args:
            team: the workspace the app is installed in.
            user: their id.
            home: the workspace their account belongs to, where the payload says so.
            anew: whatever is remembered: what they press counts by what they are at that moment.

        Raises:
            PlatformUnavailable: Slack does not tell; nobody is answered of whom it is not known that they are no guest.
            Misconfigured: the app may not ask.
        """
        at, known = self._known.get((team, user), (float("-inf"), None))
        if anew or known is None or self.clock() - at > self.remembered:
            known = self._looked_up(team, user, anew=anew)
            self._known[(team, user)] = (self.clock(), known)
        foreign = bool(home) and home not in {team, known.place}
        return known.model_copy(update={"place": home, "is_guest": True}) if foreign else known

    def _looked_up(self, team: str, user: str, *, anew: bool) -> Author:
        slack = self.workspace(team)
        try:
            found: Mapping[str, Any] = slack.ask("users.info", user=user)["user"]
        except Refusal as refused:
            # Whom Slack does not show to the app is nobody of this workspace; where it shows nobody at all the payload's word is taken.
            log.info("slack_person_unknown", user=user, code=refused.code)
            found = {"is_stranger": refused.code not in NOT_OFFERED}
        home = str(found.get("team_id") or team)
        # In an organisation of several workspaces its people are at home in each of theirs.
        own = home == team or team in ((found.get("enterprise_user") or {}).get("teams") or ())
        profile = found.get("profile") or {}
        name = profile.get("display_name") or profile.get("real_name") or found.get("name") or user
        return Author(
            platform="slack",
            place=team if own else home,
            id=user,
            name=clean(str(name)),
            groups=tuple(sorted(self._groups_of(team, slack, user, anew=anew))),
            is_guest=not own or any(found.get(each) for each in _STRANGE),
        )

    def _groups_of(self, team: str, slack: Slack, user: str, *, anew: bool) -> list[str]:
        at, groups = self._groups.get(team, (float("-inf"), {}))
        if anew or self.clock() - at > self.remembered:
            groups = _groups_in(slack)
            self._groups[team] = (self.clock(), groups)
        return [group for group, members in groups.items() if user in members]


def _groups_in(slack: Slack) -> dict[str, frozenset[str]]:
    """Return the members of each user group; none where the app may not ask, for groups only ever widen what somebody may."""
    if not slack.offers("usergroups.list"):
        return {}
    try:
        found = slack.ask("usergroups.list", include_users=True)["usergroups"]
    except (Refusal, Misconfigured) as refused:
        log.info("slack_groups_unknown", reason=refused.text)
        return {}
    return {str(each["id"]): frozenset(each.get("users") or ()) for each in found}
