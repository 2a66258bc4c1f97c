import pytest
import structlog


@pytest.fixture(autouse=True)
def logged():
    """What is logged during a test, as events."""
    with structlog.testing.capture_logs() as events:
        yield events
