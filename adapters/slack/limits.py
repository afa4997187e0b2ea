"""What Slack takes in one message, and where less of it reads better. Figures are Slack's unless their comment says otherwise.

Sources: docs.slack.dev/reference/block-kit/blocks and /block-elements (blocks, sections, fields, tables, buttons),
docs.slack.dev/reference/methods/chat.postMessage (text), docs.slack.dev/reference/views (modals).
"""

BLOCKS = 50
SECTION = 3000
FIELDS = 10
FIELD = 2000
HEADER = 150
TABLE_COLUMNS = 20
# With its header.
TABLE_ROWS = 100
TABLE_CHARACTERS = 10_000
BUTTONS = 25
BUTTON_LABEL = 75
BUTTON_VALUE = 2000
ALT_TEXT = 2000
URL = 3000
# Slack advises 4,000 and cuts at 40,000.
TEXT = 4000
# Not documented: messages with more text than about 12,000 characters in their blocks were refused as msg_blocks_too_long.
MESSAGE_CHARACTERS = 10_000
# Not documented for rich text; kept below what a section takes.
RICH_TEXT = 2800

# Ours. People expect at most three new messages for a request.
MESSAGES = 3
# A table beyond this does not fit a message's width; lines read better then, on a phone above all.
TABLE_WIDTH = 100
TABLE_COLUMNS_READ = 6
CELL_WIDTH = 60
