/** The protocol's limits, once for TypeScript; limits.py has the same figures and a vector holds the two together. */

export const PROTOCOL = 1;

export const INTEGER_MAX = Number.MAX_SAFE_INTEGER;
export const DEPTH_MAX = 32;

export const ENVELOPE_BYTES_MAX = 64_000; // UTF-8 of the canonical JSON: an order of 200 lines fits, a photo does not.
export const DEPENDS_ON_MAX = 16;
export const ATTACHMENTS_MAX = 16;
export const NAME_CHARACTERS_MAX = 64;
export const ENTITY_KIND_CHARACTERS_MAX = 32;
export const VERSION_MAX = 999;
export const CLOCK_OFFSET_MS_MAX = 3_155_760_000_000;

export const REPLAY_ENVELOPES_MAX = 50;
export const REPLAY_BYTES_MAX = 200_000; // As sent: envelopes as JSON strings inside JSON, quotes escaped.
export const EFFECTS_PER_REPLAY_MAX = 100;

export const BACKOFF_FIRST_MS = 1_000;
export const BACKOFF_MAX_MS = 300_000;
export const UNFORESEEN_MAX = 5; // So many answers that nobody foresaw, and a person is asked to look.

export const DRIFT_SHOWN_MS = 300_000;
export const KEPT_MS = 14 * 24 * 3_600_000; // Acknowledged envelopes stay so long, for the day a server is restored.
export const REASON_CHARACTERS_MAX = 500;
