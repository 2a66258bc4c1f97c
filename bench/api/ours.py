"""The house as it is served, with the benchmark's documents registered beside those of the pages."""

from backend.api.app import WebApp
from backend.foundation.logs import configure_logs
from backend.foundation.settings import read_settings
from backend.main import web_app
from bench.api.shapes import DOCUMENTS


def app() -> WebApp:
    """What uvicorn loads; everything else is as in `lotline serve`, its request log included."""
    settings = read_settings()
    configure_logs(form=settings.log_format)
    return web_app(settings, also_registered=DOCUMENTS)
