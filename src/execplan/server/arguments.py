"""What callers may send: argument types, their JSON Schema, and errors in plain words. Knows no plan and no tool.

A schema shown to a model is kept small (no titles, no null arms, references inlined); what is checked is stricter
than what is shown: an argument no tool knows is refused, never ignored.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Annotated, Any, TypeVar, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from execplan.plan.errors import PlanError
from execplan.plan.safe import LONGEST

_T = TypeVar("_T")

HIDDEN = ("if_revision",)
"""Accepted by every write, shown only by the tools that say so."""


_MOST = 500
"""Entries of a list: more than anybody plans in one call."""


def _is_text(text: str | None) -> str | None:
    try:
        _ = text and text.encode()
    except UnicodeEncodeError:
        raise ValueError("is no text: it holds half a character (a lone surrogate)") from None
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    return text


def _short(text: str) -> str:
    """A name is no longer than the longest text that an entry may have."""
    if len(text) > LONGEST:
        raise ValueError(f"has {len(text):,} characters; {LONGEST:,} at most")
    return text


def _few(values: list[_T]) -> list[_T]:
    if len(values) > _MOST:
        raise ValueError(f"has {len(values):,} entries; {_MOST} at most")
    return values


def _number_as_text(value: object) -> object:
    """A label such as 5 may come as a number. A fraction may not: 2.10 would turn into 2.1, another step."""
    return str(value) if type(value) is int else value


def listed(value: object) -> object:
    """Some clients send a list as its JSON text."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _as_object(value: object) -> object:
    """A plain text is a title; a blank in an optional field is nothing."""
    if isinstance(value, str):
        return {"title": value}
    if isinstance(value, dict):
        given = cast("dict[str, object]", value)
        return {name: one for name, one in given.items() if name == "title" or not _is_nothing(one)}
    return value


TAKES_AWAY = "a blank text is sent on"
"""Marks an argument whose blank text means something, where it would else count as left out."""
Text = Annotated[str, AfterValidator(_is_text), AfterValidator(_not_blank)]
Ref = Annotated[Text, BeforeValidator(_number_as_text), AfterValidator(_short)]
Texts = Annotated[list[Text], BeforeValidator(listed), AfterValidator(_few)]
Refs = Annotated[list[Ref], BeforeValidator(listed), AfterValidator(_few)]
Count = Annotated[int, Field(ge=1)]
Replacement = Annotated[str | None, BeforeValidator(_number_as_text), AfterValidator(_is_text), TAKES_AWAY]
"""A new text for an old one: an empty one takes it away."""


class StepArgument(BaseModel):
    """A step as sent."""

    model_config = ConfigDict(extra="forbid")

    title: Text
    phase: Ref | None = None
    verify: Text | None = None
    files: Texts | None = None
    estimate: Ref | None = None
    depends_on: Refs | None = None
    owner: Text | None = None


StepArguments = Annotated[
    list[Annotated[StepArgument, BeforeValidator(_as_object)]], BeforeValidator(listed), AfterValidator(_few)
]


# --- schemas -----------------------------------------------------------------------------------------

_DROPPED = ("title", "default", "additionalProperties", "minimum", "description")


def slim_input(schema: Mapping[str, Any], shows: Iterable[str] = ()) -> dict[str, Any]:
    """The schema as shown: what a model needs to fill it in. Properties named like a dropped key survive."""
    shown = _slim(schema, schema.get("$defs", {}))
    for name in set(HIDDEN).difference(shows):
        shown.get("properties", {}).pop(name, None)
    return shown


def slim_output(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of an answer: answers carry no nulls, so it shows none; references stay."""
    slim = _slim(schema, None)
    if "$defs" in schema:
        slim["$defs"] = {name: _slim(one, None) for name, one in schema["$defs"].items()}
    return slim


def _slim(schema: Mapping[str, Any], defs: Mapping[str, Any] | None) -> dict[str, Any]:
    if "$ref" in schema and defs is not None:
        return _slim(defs[schema["$ref"].rsplit("/", 1)[1]], defs)
    arms = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    if len(arms) == 1:
        return _slim(arms[0], defs)
    slim: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "properties":
            slim[key] = {name: _slim(one, defs) for name, one in value.items()}
        elif key == "items":
            slim[key] = _slim(value, defs)
        elif key == "anyOf":
            slim[key] = [_slim(one, defs) for one in arms]
        elif key not in _DROPPED and key != "$defs":
            slim[key] = value
    return slim


# --- checking ----------------------------------------------------------------------------------------


def checked(model: type[BaseModel], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments as the tool takes them, one level deep. Raises ``PlanError`` ``invalid``.

    A null, and a blank text where the argument may be left out, count as left out.
    """
    fields = model.model_fields
    given = {
        name: value
        for name, value in arguments.items()
        if name not in fields
        or fields[name].is_required()
        or not _is_nothing(value)
        or (value is not None and TAKES_AWAY in fields[name].metadata)
    }
    unknown = [name for name in given if name not in fields]
    if unknown:
        raise PlanError("invalid", *_unknown(unknown[0], [name for name in fields if name not in HIDDEN]))
    try:
        valid = model.model_validate(given)
    except ValidationError as error:
        raise PlanError("invalid", *_plainly(error)) from None
    return {name: getattr(valid, name) for name in fields}


def _is_nothing(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _unknown(name: str, known: Iterable[str], where: str = "") -> tuple[str, str]:
    """Message and hint for an argument nobody knows."""
    shown = name if len(name) <= 40 else name[:40] + "…"
    near = get_close_matches(name.casefold(), known := list(known), 1, 0.5)
    if near:
        return f"unknown argument '{shown}'{where}: did you mean '{near[0]}'?", ""
    return f"unknown argument '{shown}'{where}", f"known: {', '.join(known)}" if known else "it takes none"


_TYPES: dict[str, str] = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list",
    "model_type": "an object with a title, or a text",
    "model_attributes_type": "an object with a title, or a text",
    "dict_type": "an object",
}
_NAMES = {
    "bool": "true or false",
    "int": "a number",
    "float": "a number",
    "str": "a text",
    "list": "a list",
    "dict": "an object",
}


def _plainly(error: ValidationError) -> tuple[str, str]:
    """The first thing wrong, as message and hint."""
    every = error.errors(include_url=False)
    first = next((one for one in every if one["type"] == "extra_forbidden"), every[0])
    kind, where, value = first["type"], _place(first["loc"]), first["input"]
    more = f"{len(every) - 1} more to correct" if len(every) > 1 else ""
    context = cast("Mapping[str, object]", first.get("ctx", {}))
    match kind:
        case "missing":
            return f"{where} is missing", more
        case "extra_forbidden":
            inside = f" in {_place(first['loc'][:-1])}"
            return _unknown(str(first["loc"][-1]), StepArgument.model_fields, inside)
        case "literal_error":
            allowed = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
            return f"{where} cannot be {_shown(value)}", f"allowed: {allowed}"
        case "value_error":
            return f"{where} {first['msg'].removeprefix('Value error, ')}", more
        case "greater_than_equal":
            return f"{where} must be at least {context.get('ge')}", more
        case _ if kind in _TYPES:
            return f"{where} must be {_TYPES[kind]}, not {_NAMES.get(type(value).__name__, 'that')}", more
        case _:
            return f"{where}: {first['msg'][:80]}", more


def _place(loc: tuple[int | str, ...]) -> str:
    """``'steps'[2].title``, counted from 1."""
    head, *rest = loc
    return f"'{head}" + "".join(f"[{one + 1}]" if isinstance(one, int) else f".{one}" for one in rest) + "'"


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else text[:40] + "…"


def schema_of(kind: Any) -> dict[str, Any]:
    """The JSON Schema of a type, as pydantic gives it for what is sent."""
    return TypeAdapter[Any](kind).json_schema(mode="validation")
