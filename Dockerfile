# One image for every role; the command names the module to run: gateway, services.users, services.prepare.

FROM python:3.13-slim AS build
WORKDIR /build
# The environment has no pip of its own, so none is copied to where the code runs.
RUN python -m venv --without-pip /venv
COPY pyproject.toml constraints.txt ./
RUN pip --python /venv/bin/python install --no-cache-dir --disable-pip-version-check --constraint constraints.txt .

FROM python:3.13-slim
# A name for the user id: the migrations write down who ran them.
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin trellis
ENV PATH="/venv/bin:$PATH" \
    PYTHONUNBUFFERED="1" \
    PYTHONDONTWRITEBYTECODE="1"
WORKDIR /app
COPY --from=build /venv /venv
COPY sql ./sql
COPY specs/published ./specs/published
COPY services ./services
COPY gateway ./gateway
# Compiled here, because nothing can be written once it runs.
RUN python -m compileall -q services gateway
USER 10001:10001
ENTRYPOINT ["python", "-m"]
CMD ["gateway"]
