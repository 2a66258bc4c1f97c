"""What happens without a network: one protocol in two tongues, each Python file beside its TypeScript twin.

A phone seals every write into an envelope: canonical JSON (digest), signed by the device's key and chained to
the one before (envelope). Sending is at least once, the effect is idempotent, so together exactly once.
The server takes an envelope in two steps: custody (strict device sequence; what arrived is kept as it
arrived) and effect (per entity, after what it depends on). outcome says what may come of an envelope and
what that means for the queue; backoff how long to wait; rights, clock and upgrades are the rules for work
that was done some time ago. replay binds the two steps. It is pure: databases, the network, clocks and
dice are passed in.

vectors/*.json is the specification: both test suites are loops over the same files.
"""
