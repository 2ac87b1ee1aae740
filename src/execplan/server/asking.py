"""Asks the person at the client: one form with one field, in both protocol eras. Knows forms; knows no plan and no tool.

Up to 2025-11-25 the server sends a request of its own and waits. From 2026-07-28 the call is answered with what is
asked, and the client calls again with what the person said and with the state it was given.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from mcp.server.mcpserver import Context
from mcp_types import ElicitRequest, ElicitRequestFormParams, ElicitResult, InputRequiredResult
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

if TYPE_CHECKING:
    from execplan.workspace.wire.asking import Outcome

logger = logging.getLogger(__name__)

PATIENCE = 86_400.0
"""Seconds for which an answer is taken: people go home."""
_KEY = "answer"
_FORM: dict[str, Any] = {
    "type": "object",
    "properties": {
        _KEY: {"type": "string", "title": "Answer", "description": "Left empty, the question stays open in the plan."}
    },
}


@dataclass(frozen=True, slots=True)
class About:
    """What is asked about: an entry of a plan, and the words in the form."""

    plan: str
    entry: str
    message: str


@dataclass(frozen=True, slots=True)
class Said:
    """How it ended, with the answer if there is one."""

    outcome: Outcome
    text: str = ""


def asked_before(context: Context[Any, Any]) -> About | None:
    """What the last round of this call asked about; None in the first round. The state was sealed, so it is ours."""
    try:
        return About(**json.loads(context.request_state)) if context.request_state else None
    except (TypeError, ValueError):  # of another version of this program
        return None


async def ask(context: Context[Any, Any], about: About) -> Said | InputRequiredResult:
    """What the person says, or the answer that makes the client ask. Nothing is held while they think."""
    if not _shows_forms(context):
        return Said("unavailable")
    form = ElicitRequestFormParams(message=about.message, requested_schema=_FORM)
    if context.protocol_version in MODERN_PROTOCOL_VERSIONS:
        given = (context.input_responses or {}).get(_KEY)
        if given is None:
            return InputRequiredResult(
                input_requests={_KEY: ElicitRequest(params=form)}, request_state=json.dumps(asdict(about))
            )
        return _read(given) if isinstance(given, ElicitResult) else Said("failed")
    try:
        return _read(
            await context.session.elicit_form(
                form.message, form.requested_schema, related_request_id=context.request_id
            )
        )
    except Exception as error:  # whatever a client does wrong here, the question is in the file
        logger.info("asking failed: %s", type(error).__name__)
        return Said("failed")


def _shows_forms(context: Context[Any, Any]) -> bool:
    """Whether the client can show a form now. One that says nothing about modes shows forms."""
    capabilities = context.client_capabilities
    able = capabilities and capabilities.elicitation
    if able is None or (able.form is None and able.url is not None):
        return False
    return context.protocol_version in MODERN_PROTOCOL_VERSIONS or context.session.can_send_request


def _read(result: ElicitResult) -> Said:
    if result.action == "decline":
        return Said("declined")
    if result.action == "cancel":
        return Said("cancelled")
    content: Mapping[str, object] = result.content or {}
    text = content.get(_KEY)
    if isinstance(text, str) and text.strip():
        return Said("answered", text.strip())
    return Said("empty")
