"""The protocol's limits, once for Python; limits.ts has the same figures and a vector holds the two
together.
"""

PROTOCOL = 1

INTEGER_MAX = 2**53 - 1  # What a double holds exactly, so both tongues read the same number.
DEPTH_MAX = 32

ENVELOPE_BYTES_MAX = 64_000  # UTF-8 of the canonical JSON: an order of 200 lines fits, a photo does not.
DEPENDS_ON_MAX = 16
ATTACHMENTS_MAX = 16
NAME_CHARACTERS_MAX = 64
ENTITY_KIND_CHARACTERS_MAX = 32
VERSION_MAX = 999
CLOCK_OFFSET_MS_MAX = 3_155_760_000_000  # A hundred years: enough for any dead battery, small enough to add.

REPLAY_ENVELOPES_MAX = 50
REPLAY_BYTES_MAX = 200_000  # As sent: envelopes as JSON strings inside JSON, quotes escaped.
EFFECTS_PER_REPLAY_MAX = (
    100  # Work released by one answer; the rest waits for the next, so a request stays short.
)

BACKOFF_FIRST_MS = 1_000
BACKOFF_MAX_MS = 300_000
UNFORESEEN_MAX = 5  # So many answers that nobody foresaw, and a person is asked to look.

DRIFT_SHOWN_MS = 300_000
KEPT_MS = (
    14 * 24 * 3_600_000
)  # Acknowledged envelopes stay on the phone so long, for the day a server is restored.
REASON_CHARACTERS_MAX = 500
