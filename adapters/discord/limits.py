"""What Discord takes in one message, and where less of it reads better. Figures are Discord's unless their comment says otherwise."""

# See docs.discord.com/developers/resources/message#create-message
CONTENT = 2000
NONCE = 25
# See docs.discord.com/developers/components/reference: of all components of a message, those within others counted too.
COMPONENTS = 40
# The same page's Text Display: of all text of a message together.
TEXT = 4000
BUTTONS_IN_ROW = 5
BUTTON_LABEL = 80
CUSTOM_ID = 100
OPTIONS = 25
OPTION_LABEL = 100
OPTION_VALUE = 100
PLACEHOLDER = 150
GALLERY = 10
# See docs.discord.com/developers/components/reference#media-gallery-media-gallery-item-structure, /resources/message#attachment-object
ALT_TEXT = 1024
# See docs.discord.com/developers/components/reference#legacy-message-component-behavior
ROWS = 5
# See docs.discord.com/developers/resources/message#embed-object-embed-limits
EMBED_TOTAL = 6000
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4096
EMBED_FIELDS = 25
EMBED_FIELD_NAME = 256
EMBED_FIELD_VALUE = 1024
EMBED_FOOTER = 2048
EMBEDS = 10
# See docs.discord.com/developers/reference#uploading-files: what every guild takes; boosted ones take more.
FILES = 10
FILE_BYTES = 10 * 1024 * 1024
# See docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal
MODAL_TITLE = 45
MODAL_FIELDS = 5
# See docs.discord.com/developers/components/reference#label-label-structure, #text-input-text-input-structure
FIELD_LABEL = 45
FIELD_HINT = 100
INPUT = 4000
INPUT_PLACEHOLDER = 100
# See docs.discord.com/developers/resources/channel#start-thread-from-message
THREAD_NAME = 100
# See docs.discord.com/developers/interactions/receiving-and-responding#followup-messages
TOKEN_SECONDS = 15 * 60

# Ours. People expect at most three new messages for a request.
MESSAGES = 3
# Left free of a message's text, for what is counted otherwise than here.
ROOM = 100
# A block of code wraps beyond this on a phone held upright, where its reader often is; lines read better then.
TABLE_WIDTH = 44
# A line of a table reads well up to so many characters, and so many values; what is longer is drawn, its first rows.
LINE_WIDTH, LINE_VALUES = 160, 7
PICTURE_ROWS = 40
# Rows shown of a table; beyond that a file holds them all.
TABLE_ROWS = 100
