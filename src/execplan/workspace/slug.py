"""Slugs: the folder names of plans, made from titles or given. Knows names; knows no file."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container

from execplan.plan.errors import PlanError

LONGEST = 64
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_APART = re.compile(r"[^a-z0-9]+")
_QUOTES = str.maketrans("", "", "'’‘ʼ`´")

_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
RESERVED = frozenset({"template", "archive", "tmp", "skills", *_DEVICES})
"""Names with another meaning in the tree, and names that Windows keeps for devices."""

_LETTERS = (
    # Latin letters that do not decompose, and the German way to write umlauts
    "ä=ae ö=oe ü=ue ß=ss æ=ae œ=oe ø=o å=a đ=d ð=d þ=th ł=l ı=i ħ=h ŋ=n ŧ=t ə=e ĸ=k "
    # Cyrillic
    "а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh "
    "щ=shch ъ= ы=y ь= э=e ю=yu я=ya і=i ї=yi є=ye ґ=g ў=u ј=j љ=lj њ=nj ћ=c ђ=dj џ=dz ѓ=g ќ=k ѕ=dz "
    # Greek
    "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o"
)
_TO_LATIN = {ord(pair[0]): pair[2:] for pair in _LETTERS.split()}


def is_slug(text: str) -> bool:
    """Whether a plan may have this folder name."""
    return bool(_SLUG.fullmatch(text)) and text not in RESERVED


def slug_of(title: str) -> str:
    """A slug for a title; always the same one. A title that leaves no Latin letter or digit gets a short hash."""
    composed = unicodedata.normalize("NFC", title).lower().translate(_QUOTES).translate(_TO_LATIN)
    plain = "".join(one for one in unicodedata.normalize("NFKD", composed) if not unicodedata.combining(one))
    # once more: a compatibility form or a letter with an accent may only now be one of the table
    slug = _cut(_APART.sub("-", plain.lower().translate(_TO_LATIN)).strip("-"), LONGEST)
    if not slug:
        return "plan-" + hashlib.sha256(unicodedata.normalize("NFC", title).encode("utf-8", "replace")).hexdigest()[:6]
    return f"{slug}-plan" if slug in RESERVED else slug


def free_slug(title: str, taken: Container[str]) -> str:
    """The title's slug, or its first ``-2``, ``-3`` … that is not taken."""
    slug = slug_of(title)
    free, number = slug, 1
    while free in taken:
        number += 1
        free = f"{_cut(slug, LONGEST - len(str(number)) - 1)}-{number}"
    return free


def checked_slug(slug: str, taken: Container[str]) -> str:
    """A slug as given. Raises ``PlanError`` when a plan cannot have it."""
    if slug in RESERVED:
        raise PlanError("refused", f"{slug!r} is a reserved name", f"try {slug}-plan")
    if not is_slug(slug):
        raise PlanError(
            "invalid",
            f"{slug!r} is no slug: 1 to {LONGEST} of a-z, 0-9 and -, the first no -",
            f"try {slug_of(slug)}",
        )
    if slug in taken:
        raise PlanError("refused", f"the name {slug} is taken in .agents/", f"try {free_slug(slug, taken)}")
    return slug


def _cut(slug: str, longest: int) -> str:
    """At most so many characters, whole words where there are several."""
    if len(slug) <= longest:
        return slug
    cut = slug[:longest]
    if slug[longest] != "-" and "-" in cut[longest // 2 :]:
        cut = cut[: cut.rindex("-")]
    return cut.strip("-")
