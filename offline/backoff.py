"""How long a sender waits after an answer that was none."""

from offline.limits import BACKOFF_FIRST_MS, BACKOFF_MAX_MS


def backoff_ms(attempts: int, dice: float, retry_after_ms: int | None = None) -> int:
    """Milliseconds to wait after `attempts` failed attempts (from 1); `dice` is in [0, 1).

    Full jitter: anything between nothing and the doubled time, so that phones that lost the network
    together do not come back together. A server's Retry-After is the least, and nobody waits longer than
    five minutes. Whoever is woken (online, visible, a button) does not ask this function.
    Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    """
    most = min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** min(attempts, 20))
    return min(BACKOFF_MAX_MS, max(int(dice * most), retry_after_ms or 0))
