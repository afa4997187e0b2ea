"""Large and uncertain questions: counted before anything is fetched, and told where they would cost too much."""

from dataclasses import replace

from orchestration.tools.kit import Kit
from orchestration.tools.narrower import too_much
from orchestration.tools.plan import Asked, Step
from orchestration.tools.rows import LONGEST_PAGE, MOST_PAGES, query_of, split
from orchestration.tools.wording import number, plural


def measure(kit: Kit, step: Step) -> int:
    """Return how many rows NetBox would have to be asked for, by one small request for each branch of the search.

    Args:
        kit: of the turn.
        step: a doubtful step.

    Raises:
        TooMuch: they would take more than 60 requests, and have to be fetched all.
    """
    asked = step.args
    if not isinstance(asked, Asked):
        return 0
    search = asked.searching
    sendable = [
        tuple(replace(term, shows=None) for term in branch if term.param is not None) for branch in split(search)
    ]
    pages = kit.pages([query_of(search.type, branch, ("id",), limit=1) for branch in sendable])
    total = sum(page.total for page in pages)
    requests = -(-total // LONGEST_PAGE)
    if search.here and requests > MOST_PAGES:
        about = kit.catalogue[search.type]
        raise too_much(
            about,
            f"NetBox has no filter for that, and {number(total)} {about.plural} to compare would take {plural(requests, 'request')}; I did not.",
        )
    return total
