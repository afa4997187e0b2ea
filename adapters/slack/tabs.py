"""What is shown when somebody opens the app: its home tab, and prompts above its messages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog

from adapters.slack import incoming
from adapters.slack.calls import Slack
from adapters.slack.home import Overview, home_view
from adapters.slack.people import People
from orchestration.errors import NetbotError
from orchestration.messages import Address, Author
from orchestration.messages.clean import clean

log = structlog.get_logger(__name__)

# docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts
MOST_PROMPTS = 4
_LONGEST_PROMPT = 200


@dataclass(frozen=True, slots=True)
class Tabs:
    """Fills the tabs of the app.

    Args:
        workspace: opens a workspace's Web API by its id.
        people: looks people up.
        overview: what there is to show of a person.
        answered: says whether a person is answered in a place.
    """

    workspace: Callable[[str], Slack]
    people: People
    overview: Callable[[Author, Address], Overview]
    answered: Callable[[Author, Address], bool]

    def opened(self, body: Mapping[str, Any]) -> None:
        """Fill the tab that somebody opened."""
        event = body["event"]
        self.show(incoming.team_of(body), event["user"], event["channel"], event.get("tab", "home"))

    def show(self, team: str, user: str, channel: str, tab: str = "home") -> None:
        """Fill a tab for a person; what goes wrong is logged, for nobody waits for it.

        Args:
            team: the workspace.
            user: the person.
            channel: their direct message with the bot.
            tab: home or messages.
        """
        try:
            author = self.people.author(team, user)
            address = Address(platform="slack", place=team, channel=channel, thread="home")
            if not self.answered(author, address):
                return
            overview, slack = self.overview(author, address), self.workspace(team)
            if tab == "home":
                slack.call("views.publish", user_id=user, view=home_view(overview, partial(_page, slack, team)))
            elif overview.examples:
                prompts = [_prompt(each) for each in overview.examples[:MOST_PROMPTS]]
                # No thread: for an app declared as an agent the call would silently fail.
                slack.attempt("assistant.threads.setSuggestedPrompts", channel_id=channel, prompts=prompts)
        except NetbotError as known:
            log.warning("slack_tab_not_filled", tab=tab, reason=known.text)


def _page(slack: Slack, team: str, thread: Address) -> str | None:
    """Return where a thread can be opened: docs.slack.dev/reference/methods/chat.getPermalink; None where it is gone, or elsewhere."""
    if (thread.platform, thread.place) != ("slack", team):
        return None
    try:
        found = slack.ask("chat.getPermalink", channel=thread.channel, message_ts=thread.thread)
    except NetbotError as known:
        log.info("slack_no_permalink", address=thread.key, reason=known.text)
        return None
    return str(found.get("permalink") or "") or None


def _prompt(text: str) -> dict[str, str]:
    return {"title": clean(text, _LONGEST_PROMPT), "message": text}
