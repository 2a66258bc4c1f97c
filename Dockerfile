# syntax=docker/dockerfile:1
# Three stages: the app for phones, the Python environment, and what runs. Versions and hashes are the locks'.

FROM node:22-bookworm-slim AS pages
WORKDIR /lotline
COPY pwa/package.json pwa/package-lock.json pwa/.npmrc pwa/
RUN cd pwa && npm install --no-save --no-audit --no-fund --loglevel=error
COPY schema.graphql ./
COPY scanners scanners
COPY offline offline
COPY pwa pwa
RUN npm --prefix pwa run --silent build

FROM python:3.12-slim-bookworm AS environment
WORKDIR /lotline
RUN python -m venv /venv
COPY requirements.lock ./
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock

FROM python:3.12-slim-bookworm
# zbar reads bar codes; pango and the CJK fonts set PDF pages.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libzbar0 libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 lotline \
    && install --directory --owner=lotline --mode=0700 /var/lib/lotline
WORKDIR /lotline
COPY --from=environment /venv /venv
COPY backend backend
COPY bench bench
COPY scanners scanners
COPY offline offline
COPY schema.graphql ./
COPY --from=pages /lotline/pwa/dist pwa/dist
ENV PATH=/venv/bin:$PATH \
    PYTHONPATH=/lotline \
    PYTHONUNBUFFERED=1 \
    LOTLINE_DATA_DIR=/var/lib/lotline \
    LOTLINE_HOST=0.0.0.0 \
    LOTLINE_LOG_FORMAT=json
USER lotline
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
ENTRYPOINT ["python", "-m", "backend.cli"]
CMD ["serve"]
