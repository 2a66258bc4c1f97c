"""Every size, rate and time that Lotline puts a limit on: named here, once, and nowhere else.

Bytes are plain counts, seconds are seconds; a unit stands last in each name.
"""

from typing import Final

KIBIBYTE: Final = 1024
MEBIBYTE: Final = 1024 * KIBIBYTE

# The door: what one request may carry and one document may ask for.
HEAD_BYTES_MAX: Final = 32 * KIBIBYTE
HEAD_SECONDS_MAX: Final = 15
BODY_BYTES_MAX: Final = 256 * KIBIBYTE
BODY_SECONDS_MAX: Final = 15
EXECUTION_SECONDS_MAX: Final = 30
JSON_DEPTH_MAX: Final = 32
VARIABLES_MAX: Final = 50
VARIABLE_VALUES_MAX: Final = 20_000
DOCUMENT_TOKENS_MAX: Final = 1_000
DOCUMENT_CHARACTERS_MAX: Final = 32 * KIBIBYTE
DOCUMENT_COMMENTS_MAX: Final = 200
DOCUMENT_NESTING_MAX: Final = 40
DOCUMENT_COMPARISONS_MAX: Final = 3_000
VALUES_PER_COST_MAX: Final = 20
DOCUMENT_DEPTH_MAX: Final = 10
DOCUMENT_COST_MAX: Final = 2_000
REGISTERED_COST_MAX: Final = 10_000
# What is weighed for a list inside a thing (an order's lines, an outbound's picks), however many it may hold at most:
# a client who asks for a page of things with their lists is answered. What is really read is counted.
LIST_WEIGHED_MAX: Final = 20
ROWS_PER_ANSWER_MAX: Final = 10_000
ROOT_MUTATIONS_MAX: Final = 1
DIRECTIVES_PER_NODE_MAX: Final = 4
# The largest documents take 225 kB each when parsed: 45 MB for whoever fills the cache on purpose.
DOCUMENTS_CACHED_MAX: Final = 200
REGISTERED_DOCUMENT_DAYS: Final = 90
PAGE_SIZE_MAX: Final = 100
PAGE_SIZE_DEFAULT: Final = 20

# Open sockets.
SUBSCRIPTIONS_PER_SOCKET_MAX: Final = 10
SOCKET_INIT_SECONDS_MAX: Final = 10
SOCKET_MESSAGE_BYTES_MAX: Final = 64 * KIBIBYTE

# Replay of a phone's queue.
REPLAY_COMMANDS_MAX: Final = 50
REPLAY_BYTES_MAX: Final = 200_000
OUTCOME_KEPT_DAYS: Final = 180
CLOCK_DRIFT_SHOWN_SECONDS: Final = 5 * 60
OFFLINE_UNLOCK_WAREHOUSE_HOURS: Final = 24
OFFLINE_UNLOCK_FIELD_HOURS: Final = 72

# Pictures.
PHOTO_BYTES_MAX: Final = 10 * MEBIBYTE
PHOTO_PIXELS_MAX: Final = 64_000_000
PWA_BYTES_MAX: Final = 64 * MEBIBYTE

# Files that commands name: photos, papers, spreadsheets.
UPLOAD_BYTES_MAX: Final = 10 * MEBIBYTE
UPLOAD_PART_BYTES_MAX: Final = MEBIBYTE
UPLOAD_PART_SECONDS_MAX: Final = 60
UPLOADS_OPEN_PER_PERSON_MAX: Final = 100
SPREADSHEET_BYTES_MAX: Final = 5 * MEBIBYTE
SPREADSHEET_UNPACKED_BYTES_MAX: Final = 20 * MEBIBYTE
SPREADSHEET_FILES_MAX: Final = 500
SPREADSHEET_ROWS_MAX: Final = 2_000
SPREADSHEET_COLUMNS_MAX: Final = 60
IMPORT_ROWS_PER_REQUEST_MAX: Final = 100

# Signing in.
SIGN_INS_PER_ACCOUNT_PER_MINUTE: Final = 5
SIGN_INS_PER_ADDRESS_PER_MINUTE: Final = 30
SIGN_IN_BYTES_MAX: Final = 4 * KIBIBYTE
SESSION_SECONDS_UNSEEN_MAX: Final = 1.0
SESSIONS_CACHED_MAX: Final = 10_000
DEVICES_PER_PERSON_MAX: Final = 20

# Links that open without signing in.
LINKS_PER_ADDRESS_PER_MINUTE: Final = 60
LINK_ADDRESSES_COUNTED_MAX: Final = 10_000

# The database and the evidence.
STATEMENT_SECONDS_MAX: Final = 5
COMMAND_RETRIES_MAX: Final = 3
AUDIT_CHECKPOINT_SECONDS: Final = 60
AUDIT_CHECKPOINT_ENTRIES: Final = 500

# Words and numbers that people type.
NAME_CHARACTERS_MAX: Final = 200
REMARK_CHARACTERS_MAX: Final = 2_000
UNIT_CHARACTERS_MAX: Final = 20
NUMBER_CHARACTERS_MAX: Final = 40
FEN_MAX: Final = 10**15
UNIT_PRICE_YUAN_MAX: Final = 10**12 - 1
# Twelve digits before the point: what NUMERIC(18,6) holds.
QUANTITY_MAX: Final = 10**12 - 1
DECIMAL_PLACES_MAX: Final = 6
