"""The limits Slack puts on a message and on a view, written down from its documentation, apart from the product's own.

`faults_of_message` and `faults_of_view` return what Slack would refuse, each with the page that says so.
Where a page gives no figure, the figure here is what people met in practice, and its line says so.
"""

import re
from urllib.parse import urlsplit

BLOCK_PAGE = "docs.slack.dev/reference/block-kit/blocks/"
ELEMENT_PAGE = "docs.slack.dev/reference/block-kit/block-elements/"
OBJECT_PAGE = "docs.slack.dev/reference/block-kit/composition-objects/"
POST_PAGE = "docs.slack.dev/reference/methods/chat.postMessage"
VIEW_PAGE = "docs.slack.dev/reference/views"

# Surfaces of each block, from its page.
IN_MESSAGES = {
    *("actions", "context", "context_actions", "data_table", "divider", "file", "header", "image", "input"),
    *("markdown", "plan", "rich_text", "section", "table", "task_card", "video"),
}
IN_MODALS = {"actions", "alert", "context", "divider", "header", "image", "input", "rich_text", "section", "video"}
IN_HOMES = {"actions", "context", "data_table", "divider", "header", "image", "input", "rich_text", "section", "table"}


class Faults(list):
    """What is wrong with a payload, as (what, where it is said)."""

    def need(self, holds, what, page):
        """Note a fault unless something holds."""
        if not holds:
            self.append((what, page))


def faults_of_message(payload):
    """Return what Slack would refuse of a message's text and blocks."""
    found = Faults()
    blocks = payload.get("blocks") or []
    found.need(blocks or payload.get("text"), "no_text", POST_PAGE)
    found.need(len(payload.get("text") or "") <= 40_000, "msg_too_long", POST_PAGE)
    found.need(
        len(payload.get("text") or "") <= 4_000, "text longer than the 4,000 characters that are advised", POST_PAGE
    )
    found.need(len(blocks) <= 50, f"no more than 50 items allowed: {len(blocks)} blocks", POST_PAGE)
    found += _blocks(blocks, IN_MESSAGES)
    tables = [each for each in blocks if each.get("type") in {"table", "data_table"}]
    found.need(len(tables) <= 1, "only_one_table_allowed", BLOCK_PAGE + "table-block")
    markdown = sum(len(each.get("text", "")) for each in blocks if each.get("type") == "markdown")
    found.need(markdown <= 12_000, "markdown longer than 12,000", BLOCK_PAGE + "markdown-block")
    # Met in practice, on no page.
    found.need(_shown(blocks) <= 12_000, f"msg_blocks_too_long: {_shown(blocks)}", "met in practice")
    found += _live(payload)
    return found


def faults_of_view(view):
    """Return what Slack would refuse of a modal or a home tab."""
    found = Faults()
    modal = view.get("type") == "modal"
    found.need(view.get("type") in {"modal", "home"}, "invalid type of view", VIEW_PAGE)
    blocks = view.get("blocks") or []
    found.need(1 <= len(blocks) <= 100, f"1 to 100 blocks, not {len(blocks)}", VIEW_PAGE)
    found += _blocks(blocks, IN_MODALS if modal else IN_HOMES)
    found.need(len(view.get("private_metadata") or "") <= 3000, "private_metadata over 3,000", VIEW_PAGE)
    found.need(len(view.get("callback_id") or "") <= 255, "callback_id over 255", VIEW_PAGE)
    if modal:
        found += _text(view.get("title"), 24, "plain_text", VIEW_PAGE)
        for name in ("submit", "close"):
            if name in view:
                found += _text(view[name], 24, "plain_text", VIEW_PAGE)
        inputs = any(each.get("type") == "input" for each in blocks)
        found.need(not inputs or "submit" in view, "missing submit: a view with inputs needs it", VIEW_PAGE)
    return found


def _blocks(blocks, allowed):
    found = Faults()
    ids = [each["block_id"] for each in blocks if "block_id" in each]
    found.need(len(set(ids)) == len(ids), "block_id more than once", BLOCK_PAGE)
    for block in blocks:
        kind = block.get("type")
        found.need(kind in allowed, f"unsupported type: {kind}", BLOCK_PAGE)
        found.need(1 <= len(block.get("block_id", "x")) <= 255, "block_id over 255", BLOCK_PAGE)
        check = _CHECKS.get(kind)
        if check is not None:
            found += check(block)
    return found


def _text(given, longest, kinds, page):
    """Check a text object: docs.slack.dev/reference/block-kit/composition-objects/text-object."""
    found = Faults()
    if not isinstance(given, dict):
        found.need(False, "must provide an object", page)
        return found
    found.need(given.get("type") in kinds.split(), f"text of type {given.get('type')}", page)
    text = given.get("text") or ""
    found.need(text.strip(), "must be more than 0 characters", OBJECT_PAGE + "text-object")
    found.need(len(text) <= longest, f"must be less than {longest + 1} characters: {len(text)}", page)
    return found


def _section(block):
    page = BLOCK_PAGE + "section-block"
    found = Faults()
    found.need(block.get("text") or block.get("fields"), "section without text or fields", page)
    if "text" in block:
        found += _text(block["text"], 3000, "plain_text mrkdwn", page)
    fields = block.get("fields", [])
    found.need("fields" not in block or 1 <= len(fields) <= 10, f"{len(fields)} fields", page)
    for each in fields:
        found += _text(each, 2000, "plain_text mrkdwn", page)
    if "accessory" in block:
        found += _element(block["accessory"])
    return found


def _header(block):
    return _text(block.get("text"), 150, "plain_text", BLOCK_PAGE + "header-block")


def _context(block):
    page = BLOCK_PAGE + "context-block"
    found = Faults()
    elements = block.get("elements") or []
    found.need(1 <= len(elements) <= 10, f"{len(elements)} elements", page)
    for each in elements:
        if each.get("type") != "image":
            found += _text(each, 3000, "plain_text mrkdwn", page)
    return found


def _actions(block):
    page = BLOCK_PAGE + "actions-block"
    found = Faults()
    elements = block.get("elements") or []
    found.need(1 <= len(elements) <= 25, f"{len(elements)} elements", page)
    ids = [each.get("action_id") for each in elements]
    found.need(len(set(ids)) == len(ids), "action_id more than once in a block", ELEMENT_PAGE + "button-element")
    for each in elements:
        found += _element(each)
    return found


def _context_actions(block):
    page = BLOCK_PAGE + "context-actions-block"
    found = Faults()
    elements = block.get("elements") or []
    found.need(1 <= len(elements) <= 5, f"{len(elements)} elements", page)
    for each in elements:
        found.need(
            each.get("type") in {"feedback_buttons", "icon_button"}, f"unsupported element {each.get('type')}", page
        )
        for name in ("positive_button", "negative_button"):
            button = each.get(name, {})
            page = ELEMENT_PAGE + "feedback-buttons-element"
            found += _text(button.get("text"), 75, "plain_text", page)
            found.need(1 <= len(button.get("value", "")) <= 2000, "value of 1 to 2,000", page)
            found.need(len(button.get("accessibility_label", "")) <= 75, "accessibility_label over 75", page)
    return found


def _image(block):
    page = BLOCK_PAGE + "image-block"
    found = Faults()
    found.need(1 <= len(block.get("alt_text") or "") <= 2000, "alt_text of 1 to 2,000", page)
    found.need(("image_url" in block) != ("slack_file" in block), "image_url or slack_file", page)
    found.need(len(block.get("image_url", "")) <= 3000, "image_url over 3,000", page)
    return found


def _input(block):
    page = BLOCK_PAGE + "input-block"
    found = _text(block.get("label"), 2000, "plain_text", page)
    if "hint" in block:
        found += _text(block["hint"], 2000, "plain_text", page)
    return found + _element(block.get("element") or {})


def _element(element):
    found = Faults()
    kind = element.get("type")
    found.need(1 <= len(element.get("action_id", "x")) <= 255, "action_id of 1 to 255", ELEMENT_PAGE)
    if kind == "button":
        page = ELEMENT_PAGE + "button-element"
        found += _text(element.get("text"), 75, "plain_text", page)
        found.need(len(element.get("value", "")) <= 2000, "value over 2,000", page)
        found.need(len(element.get("accessibility_label", "")) <= 75, "accessibility_label over 75", page)
        found.need(element.get("style", "primary") in {"primary", "danger"}, "style", page)
        found.need(len(element.get("url", "")) <= 3000, "url over 3,000", page)
    elif kind == "plain_text_input":
        page = ELEMENT_PAGE + "plain-text-input-element"
        longest = element.get("max_length", 3000)
        found.need(1 <= longest <= 3000, "max_length of 1 to 3,000", page)
        found.need(element.get("min_length", 0) <= longest, "min_length over max_length", page)
        found.need(len(element.get("initial_value", "")) <= longest, "initial_value over max_length", page)
        if "placeholder" in element:
            found += _text(element["placeholder"], 150, "plain_text", page)
    elif kind in {"static_select", "radio_buttons"}:
        most, page = (100, "select-menu-element") if kind == "static_select" else (10, "radio-button-group-element")
        options = element.get("options") or []
        found.need(1 <= len(options) <= most, f"{len(options)} options", ELEMENT_PAGE + page)
        for option in options:
            found += _text(option.get("text"), 75, "plain_text mrkdwn", OBJECT_PAGE + "option-object")
            found.need(1 <= len(option.get("value", "")) <= 150, "value of 1 to 150", OBJECT_PAGE + "option-object")
        initial = element.get("initial_option")
        found.need(initial is None or initial in options, "initial_option is none of the options", ELEMENT_PAGE + page)
    elif kind == "number_input":
        found.need(
            "is_decimal_allowed" in element, "is_decimal_allowed is required", ELEMENT_PAGE + "number-input-element"
        )
    else:
        found.need(False, f"unsupported element {kind}", ELEMENT_PAGE)
    return found


def _table(block):
    page = BLOCK_PAGE + "table-block"
    found = _rows(block, page, least=1, most=100)
    settings = block.get("column_settings", [])
    found.need(len(settings) <= 20, "column_settings over 20", page)
    for each in settings:
        found.need(each is None or each.get("align", "left") in {"left", "center", "right"}, "align", page)
    return found


def _data_table(block):
    # The page gave 101 rows and 10,000 characters in May 2026 and 201 and 20,000 later: the stricter holds everywhere.
    page = BLOCK_PAGE + "data-table-block"
    found = _rows(block, page, least=2, most=101)
    found.need(block.get("caption"), "caption is required", page)
    found.need(1 <= block.get("page_size", 5) <= 100, "page_size of 1 to 100", page)
    header = (block.get("rows") or [[]])[0]
    found.need(all(each.get("type") != "rich_text" for each in header), "rich_text in a header", page)
    return found


def _rows(block, page, least, most):
    found = Faults()
    rows = block.get("rows") or []
    found.need(least <= len(rows) <= most, f"{len(rows)} rows", page)
    found.need(len({len(row) for row in rows}) <= 1, "rows of different lengths", page)
    size = 0
    for row in rows:
        found.need(1 <= len(row) <= 20, f"{len(row)} cells", page)
        for cell in row:
            kind = cell.get("type")
            found.need(kind in {"raw_text", "raw_number", "rich_text"}, f"cell of type {kind}", page)
            if kind == "rich_text":
                found += _rich_text(cell)
            else:
                found.need(cell.get("text"), "text of a cell must be more than 0 characters", page)
            if kind == "raw_number":
                found.need(isinstance(cell.get("value"), int | float), "value of a raw_number", page)
            size += _shown(cell, links=False)
    found.need(size <= 10_000, f"{size} characters in a table", page)
    return found


def _rich_text(block):
    page = BLOCK_PAGE + "rich-text-block"
    found = Faults()
    elements = block.get("elements") or []
    found.need(elements, "rich_text without elements", page)
    for each in elements:
        kind = each.get("type")
        kinds = {"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}
        found.need(kind in kinds, f"unsupported type: {kind}", page)
        if kind == "rich_text_list":
            found.need(each.get("style") in {"bullet", "ordered"}, "style of a list", page)
            found += _rich_text({"elements": each.get("elements")})
            continue
        found.need(each.get("elements"), f"{kind} without elements", page)
        for leaf in each.get("elements") or []:
            found.need(leaf.get("type") in {"text", "link", "emoji"}, f"live or unknown: {leaf.get('type')}", page)
            if leaf.get("type") == "text":
                found.need(leaf.get("text"), "text must be more than 0 characters", page)
            if leaf.get("type") == "link":
                url = leaf.get("url", "")
                found.need(urlsplit(url).scheme in {"http", "https"} and len(url) <= 3000, "url of a link", page)
            style = leaf.get("style", {})
            found.need(set(style) <= {"bold", "italic", "strike", "code"}, "style", page)
    # On no page for rich text; a section's.
    found.need(_shown(block, links=False) <= 3000, f"rich_text of {_shown(block, links=False)}", "a section's limit")
    return found


def _plan(block):
    page = BLOCK_PAGE + "plan-block"
    found = Faults()
    found.need(block.get("title"), "plan without title", page)
    tasks = block.get("tasks") or []
    found.need(len(tasks) <= 50, f"{len(tasks)} tasks", page)
    for each in tasks:
        found.need(
            each.get("task_id") and each.get("title"), "task without id or title", BLOCK_PAGE + "task-card-block"
        )
        statuses = {"pending", "in_progress", "complete", "error"}
        found.need(each.get("status", "pending") in statuses, "status of a task", BLOCK_PAGE + "task-card-block")
    ids = [each.get("task_id") for each in tasks]
    found.need(len(set(ids)) == len(ids), "task_id more than once", page)
    return found


_CHECKS = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "context_actions": _context_actions,
    "image": _image,
    "input": _input,
    "table": _table,
    "data_table": _data_table,
    "rich_text": _rich_text,
    "plan": _plan,
}

_QUIET = {"type", "block_id", "action_id", "value", "style", "align"}
# What would notify people or draw on their names: docs.slack.dev/messaging/formatting-message-text#mentioning-users
_MENTION = re.compile(r"<(?:!|@|#)[^>]*>")
_CONTROL = re.compile(r"<(?!https?://|mailto:)|&(?!amp;|lt;|gt;)")


def _shown(piece, *, links=True):
    """How many characters a payload shows, addresses of links with it."""
    if isinstance(piece, dict):
        quiet = _QUIET if links else {*_QUIET, "url"}
        return sum(_shown(each, links=links) for name, each in piece.items() if name not in quiet)
    if isinstance(piece, list | tuple):
        return sum(_shown(each, links=links) for each in piece)
    return len(piece) if isinstance(piece, str) else 0


def _live(payload):
    """Find mentions, and unescaped control characters, in everything that Slack reads as its markup."""
    found = Faults()
    page = "docs.slack.dev/messaging/formatting-message-text"
    for text in [payload.get("text") or "", *_markup(payload.get("blocks") or [])]:
        found.need(not _MENTION.search(text), f"a live mention: {text[:80]!r}", page)
        found.need(not _CONTROL.search(text), f"an unescaped control character: {text[:80]!r}", page)
    return found


def _markup(piece):
    if isinstance(piece, list | tuple):
        for each in piece:
            yield from _markup(each)
    elif isinstance(piece, dict):
        if piece.get("type") == "mrkdwn":
            yield piece.get("text", "")
        for each in piece.values():
            yield from _markup(each)
