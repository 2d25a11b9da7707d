# One image for every process of F6: web, sequencer, projector, deliverer, federation, worker, beat, and `prepare`
# (migrations).
FROM python:3.13-slim-bookworm AS built

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /f6
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --require-hashes -r requirements.txt

FROM python:3.13-slim-bookworm

RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin f6
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=f6_project.settings \
    F6_ENV=production
WORKDIR /f6
COPY --from=built /venv /venv
COPY manage.py ./
COPY events events
COPY readmodels readmodels
COPY federation federation
COPY management_ui management_ui
COPY templates templates
COPY f6_project f6_project
COPY examples examples
# Only to collect the static files; nothing of this stays in the image's environment.
RUN SECRET_KEY=build PSEUDONYM_KEY=build DATABASE_URL=postgresql:///build REDIS_URL=redis://build \
    python manage.py collectstatic --noinput \
    && python -m compileall -q events readmodels federation management_ui f6_project examples \
    && install -d -o f6 -m 700 /book
USER f6
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/livez', timeout=4)"]
CMD ["granian", "--interface", "wsgi", "f6_project.wsgi:application", "--host", "0.0.0.0", "--port", "8000", \
     "--no-ws", "--workers", "2", "--blocking-threads", "30", "--workers-kill-timeout", "10", \
     "--respawn-failed-workers"]
