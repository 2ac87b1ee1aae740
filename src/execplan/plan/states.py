# ruff: noqa: E501 (data: one row a line reads better than a wrapped one)
"""State words and glyphs of plans in nine languages, as data. Knows words; knows no Markdown.

A word means a state only where it stands as a marker (see ``marks``) or as the value of a status field.
"""

from __future__ import annotations

import re

from execplan.plan.model import PlanStatus, Status

WORDS: dict[Status, tuple[str, ...]] = {
    "done": (
        "done", "complete", "completed", "finished", "shipped", "merged", "closed", "implemented", "landed",
        "已完成", "完成", "完了", "완료", "hecho", "hecha", "completado", "completada", "terminado", "cerrado",
        "erledigt", "fertig", "abgeschlossen", "concluído", "concluída", "concluido", "feito",
        "готово", "выполнено", "завершено", "сделано", "terminé", "terminée", "fait", "achevé",
    ),
    "in_progress": (
        "in progress", "in_progress", "in-progress", "wip", "doing", "ongoing", "partial", "partially done", "started",
        "进行中", "進行中", "진행 중", "진행중", "en progreso", "en curso", "in arbeit", "in bearbeitung",
        "em andamento", "em progresso", "в работе", "в процессе", "en cours",
    ),
    "blocked": (
        "blocked", "on hold", "阻塞", "已阻塞", "차단됨", "막힘", "ブロック", "ブロック中", "bloqueado", "bloqueada",
        "blockiert", "заблокировано", "bloqué", "bloquée",
    ),
    "skipped": (
        "skipped", "deferred", "cancelled", "canceled", "dropped", "abandoned", "superseded", "postponed", "won't do", "wontfix",
        "推迟", "已取消", "取消", "延期", "跳过", "보류", "취소", "건너뜀", "保留", "中止", "スキップ",
        "diferido", "cancelado", "cancelada", "aplazado", "verschoben", "abgebrochen", "übersprungen", "adiado",
        "отложено", "отменено", "пропущено", "reporté", "annulé", "ignoré",
    ),
    "todo": (
        "todo", "to do", "to-do", "pending", "not started", "planned", "open", "queued", "待处理", "待办", "未开始", "未着手",
        "대기", "예정", "pendiente", "offen", "ausstehend", "pendente", "ожидает", "не начато", "à faire", "en attente",
    ),
}  # fmt: skip

PLAN_WORDS: dict[PlanStatus, tuple[str, ...]] = {
    "completed": (*WORDS["done"], "delivered", "released", "archived", "resolved", "approved and done"),
    "in_progress": (*WORDS["in_progress"], "active", "living", "current", "executing", "implementing", "implementation",
                    "aktiv", "activo", "activa", "ativo", "actif", "активен", "활성"),
    "blocked": WORDS["blocked"],
    "abandoned": ("abandoned", "cancelled", "canceled", "superseded", "deprecated", "rejected", "已取消", "已废弃", "отменён", "отменено"),
    "planning": (*WORDS["todo"], "planning", "draft", "proposed", "proposal", "ready", "approved", "not started", "new", "review",
                 "计划中", "草稿", "规划中", "초안", "계획", "計画中", "下書き", "borrador", "entwurf", "geplant", "rascunho", "черновик", "brouillon"),
}  # fmt: skip

GLYPHS: dict[Status, str] = {
    "done": "✅☑✔🟢🎉",
    "in_progress": "🚧🟡🔄⏳🔨🏗🔥▶🟠",
    "blocked": "🔴⛔🚫🛑",
    "skipped": "⏭⏸",
    "todo": "⬜🔲📋🆕⚪☐",
}

_OTHER_GLYPHS = "❌❓❗⚠💡📊📝🔍🎯🚀⭐📌🗺🧪🔧🐛📦🔒"


def mojibake(glyph: str) -> str:
    """The glyph's UTF-8 bytes read as Windows-1254, undefined bytes dropped: how seed-era plans carry their emoji."""
    return glyph.encode("utf-8").decode("cp1254", "ignore")


def _table() -> dict[str, Status]:
    table: dict[str, Status] = {}
    for state, glyphs in GLYPHS.items():
        for glyph in glyphs:
            table[glyph] = state
            table.setdefault(mojibake(glyph), state)
    return table


GLYPH_STATES = _table()
_ALL_GLYPHS = sorted(
    {*GLYPH_STATES, *_OTHER_GLYPHS, *(mojibake(glyph) for glyph in (*_OTHER_GLYPHS, "⚠️"))}, key=len, reverse=True
)
# A mojibake fragment of two letters would eat real words; only longer ones and those with a sign in them count.
GLYPH = re.compile(
    "(?:" + "|".join(re.escape(one) for one in _ALL_GLYPHS if not one.isalnum() or len(one) > 2) + ")[\ufe0e\ufe0f]?"
)

_BY_WORD: dict[str, Status] = {word: state for state, words in WORDS.items() for word in words}
STATE_WORD = re.compile(
    "(?:" + "|".join(re.escape(word) for word in sorted(_BY_WORD, key=len, reverse=True)) + r")(?![\w-])", re.IGNORECASE
)
_STARTS = frozenset(word[:3] for word in _BY_WORD if word.isascii())


def may_begin(text: str, at: int) -> bool:
    """May a state word or a glyph begin there? A quick no for most texts that begin with a letter."""
    start = text[at : at + 3]
    return not start.isascii() or start.casefold() in _STARTS


_PLAN_BY_WORD: list[tuple[str, PlanStatus]] = sorted(
    ((word, state) for state, words in PLAN_WORDS.items() for word in words), key=lambda pair: -len(pair[0])
)


_BEFORE_WORD = re.compile(r"^[\W_]+")
"""What may stand before a status word: emphasis, brackets, what an editor left of an emoji (``?``, U+FFFD)."""


def of_word(word: str) -> Status:
    """The state of what ``STATE_WORD`` matched: regular expressions take the Turkish i for an i, case folding does not."""
    return _BY_WORD[word.replace("ı", "i").replace("İ", "i").casefold()]


def of_text(text: str) -> Status | None:
    """The state a status value names: its words decide, a glyph only where there are none (``🟡 In Progress (60%)``)."""
    bare = _BEFORE_WORD.sub("", GLYPH.sub(" ", text), count=1).strip(" *_`[]()（）~").casefold()
    match = STATE_WORD.match(bare)
    if match:
        return of_word(match[0])
    glyph = GLYPH.search(text)
    return GLYPH_STATES.get(glyph[0].rstrip("\ufe0e\ufe0f")) if glyph and not bare else None


def plan_of_text(text: str) -> PlanStatus | None:
    """The plan status a value names by its first words; None where it lists alternatives or says something else."""
    if re.search(r"\s[|/]\s", text) and len(re.split(r"\s[|/]\s", text)) > 2:
        return None
    bare = _BEFORE_WORD.sub("", GLYPH.sub(" ", text), count=1).strip(" *_`[]()（）~\"'").casefold()
    for word, state in _PLAN_BY_WORD:
        if bare.startswith(word) and not bare[len(word) : len(word) + 1].isalnum():
            return state
        if bare.startswith(word) and not word.isascii():
            return state
    return None
