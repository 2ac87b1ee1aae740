# The execplan MCP server on stdio. Mount the project (the folder, not one file) and use its owner's ids:
#   docker run -i --rm --user "$(id -u):$(id -g)" --volume "$PWD:/workspace" execplan
# scripts/docker-root runs these steps without a Docker engine.

FROM python:3.11-slim-bookworm AS build
WORKDIR /build
COPY pyproject.toml README.md LICENSE ./
COPY requirements requirements
COPY docker docker
COPY .agents/template .agents/template
COPY schemas schemas
COPY src src
RUN sh docker/install.sh /build /opt/execplan

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin execplan
# The base image comes without the bytecode of the standard library, and nobody could write it later: without this
# every start would compile it anew.
COPY docker/compile.py /tmp/compile.py
RUN python3 /tmp/compile.py && rm /tmp/compile.py
COPY --from=build /opt/execplan /opt/execplan
ENV PATH=/opt/execplan/bin:/usr/local/bin:/usr/bin:/bin
ENV PYTHONDONTWRITEBYTECODE=1
WORKDIR /workspace
RUN chown 10001:10001 /workspace
USER 10001:10001
ENTRYPOINT ["execplan", "mcp", "--root", "/workspace"]
