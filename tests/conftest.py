"""How every test runs: the Hypothesis profile and the event loop."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# The same 100 examples in every run, so that a red run means a change; the long form looks for new ones.
settings.register_profile("default", max_examples=100, deadline=None, print_blob=True, derandomize=True)
settings.register_profile("full", max_examples=10_000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("EXECPLAN_LAWS", "default"))


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"
