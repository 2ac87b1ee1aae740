# ruff: noqa: E501 (data: one row a line reads better than a wrapped one)
"""What headings and field labels mean, in nine languages, as data. Knows words; knows no document.

A new language or house style is a few more words here and a test document; no code.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from execplan.plan.model import CriterionKind

Role = Literal[
    "objective", "summary", "context", "steps", "plan_of_work", "progress", "phase", "log", "decisions", "discoveries",
    "questions", "blockers", "risks", "risks_and_questions", "criteria", "outcomes", "current", "next", "metadata",
    "dependencies", "constraints", "approach", "files", "timeline", "rollback", "notes", "scope", "options",
]  # fmt: skip

SECTIONS: dict[Role, tuple[str, ...]] = {
    "objective": (
        "objective", "objectives", "goal", "goals", "purpose", "big picture", "intent", "user outcome", "mission", "project summary",
        "目标", "目標", "目的", "목적", "목표", "큰 그림", "ゴール", "propósito", "objetivo", "objetivos", "panorama general",
        "ziel", "ziele", "zweck", "цель", "цели", "назначение", "objectif", "objectifs", "but", "finalité",
    ),
    "summary": ("short description", "summary", "overview", "tl;dr", "摘要", "概述", "요약", "概要", "resumen", "zusammenfassung", "resumo", "кратко", "résumé"),
    "context": (
        "context", "background", "current state", "starting state", "verified starting state", "existing evidence", "orientation",
        "背景", "上下文", "事项上下文", "现状", "배경", "현재 상태", "맥락", "コンテキスト", "現状", "contexto", "kontext", "hintergrund", "ausgangslage",
        "контекст", "предыстория", "contexte",
    ),
    "steps": (
        "steps", "execution steps", "concrete steps", "implementation steps", "tasks", "task breakdown", "implementation tasks", "task list",
        "implementation plan", "implementation checklist", "to-do", "todo", "todo list", "to do", "phases", "delivery phases", "milestones",
        "work items", "action items", "work breakdown", "implementation", "execution", "backlog", "subtasks", "workstreams",
        "步骤", "执行步骤", "任务", "任务列表", "任務", "实施计划", "实施清单", "实施步骤", "阶段", "階段", "里程碑", "待办",
        "단계", "실행 단계", "작업", "할 일", "구현 계획", "구체적 단계", "마일스톤",
        "手順", "具体的な手順", "ステップ", "タスク", "実装計画", "作業", "フェーズ", "マイルストーン",
        "pasos", "pasos concretos", "tareas", "fases", "hitos", "plan de implementación",
        "schritte", "aufgaben", "phasen", "meilensteine", "umsetzung", "umsetzungsplan", "konkrete schritte",
        "passos", "passos concretos", "tarefas", "etapas", "marcos", "plano de implementação",
        "шаги", "конкретные шаги", "задачи", "этапы", "фазы", "список задач", "план реализации", "план выполнения",
        "étapes", "étapes concrètes", "tâches", "jalons", "plan de mise en œuvre", "المراحل",
    ),
    "plan_of_work": ("plan of work", "work plan", "plan", "工作计划", "工作方案", "작업 계획", "作業計画", "plan de trabajo", "arbeitsplan", "plano de trabalho", "план работ", "plan de travail"),
    "progress": (
        "progress", "progress tracking", "progress tracker", "status tracking", "进度", "进展", "進度", "任务进度", "진행", "진행 상황", "진행 현황", "進捗", "進捗状況",
        "progreso", "avance", "fortschritt", "stand", "progresso", "andamento", "прогресс", "ход работ", "ход выполнения",
        "progression", "avancement", "progrès",
    ),
    "log": (
        "progress log", "update log", "change log", "changelog", "work log", "activity log", "session log", "journal", "log", "revision history", "revision notes",
        "进度日志", "更新日志", "变更记录", "工作日志", "진행 로그", "변경 이력", "작업 로그", "進捗ログ", "更新履歴", "作業ログ", "変更履歴",
        "registro de progreso", "registro de cambios", "bitácora", "fortschrittsprotokoll", "änderungsprotokoll", "verlauf",
        "registro de progresso", "histórico", "журнал", "журнал прогресса", "журнал работ", "история изменений", "journal de progression", "historique",
    ),
    "decisions": (
        "decision log", "decisions", "decisions made", "key decisions", "design decisions", "major adopted decisions", "adopted decisions",
        "decision", "core decision", "product decision", "dependency decisions", "contract decisions",
        "决策", "决策记录", "决策日志", "决定记录", "已做决策", "決策", "결정", "결정 기록", "결정 로그", "決定", "決定事項", "決定ログ", "意思決定ログ",
        "decisiones", "registro de decisiones", "entscheidungen", "getroffene entscheidungen", "entscheidungsprotokoll", "decisões", "registro de decisões",
        "решения", "журнал решений", "принятые решения", "décisions", "journal des décisions", "القرارات",
    ),
    "discoveries": (
        "surprises & discoveries", "surprises and discoveries", "surprises", "discoveries", "findings", "observations",
        "意外与发现", "发现", "意外", "發現", "발견", "발견 사항", "놀라움과 발견", "驚きと発見", "発見", "発見事項", "sorpresas y descubrimientos", "sorpresas", "hallazgos",
        "überraschungen", "überraschungen und erkenntnisse", "erkenntnisse", "surpresas e descobertas", "descobertas",
        "сюрпризы", "сюрпризы и открытия", "открытия", "находки", "surprises et découvertes", "découvertes",
    ),
    "questions": (
        "open questions", "questions", "key questions", "technical decisions needed", "clarifications required", "clarifications", "research tasks", "unknowns",
        "问题", "关键问题", "未决问题", "待解决问题", "질문", "열린 질문", "미해결 질문", "未解決の質問", "質問", "未解決事項", "preguntas", "preguntas abiertas",
        "fragen", "offene fragen", "schlüsselfragen", "perguntas", "questões em aberto", "perguntas em aberto", "вопросы", "открытые вопросы", "questions ouvertes",
    ),
    "blockers": (
        "blockers", "blocker", "current blockers", "open blockers", "known blockers", "blocked", "impediments", "阻塞", "阻塞项", "阻碍", "블로커", "차단 요소", "ブロッカー", "障害",
        "bloqueos", "bloqueadores", "impedimentos", "blockaden", "hindernisse", "bloqueios", "блокеры", "препятствия", "blocages", "points bloquants",
    ),
    "risks": (
        "risks", "risk register", "risks & mitigations", "risks and mitigations", "risk assessment", "potential risks", "high risks", "medium risks", "low risks",
        "risk & mitigation", "risk mitigation", "risk watch", "critical risks", "known risks", "key risks", "top risks", "main risks", "major risks",
        "technical risks", "project risks", "identified risks", "open risks", "moderate risks", "minor risks", "risk log", "risk matrix", "risk table",
        "风险", "未决风险", "风险与缓解", "風險", "위험", "리스크", "위험 요소", "リスク", "riesgos", "risiken", "riscos", "риски", "текущие риски", "risques",
    ),
    "risks_and_questions": ("risks / open questions", "risks and open questions", "risks & open questions", "assumptions / open questions"),
    "criteria": (
        "success criteria", "acceptance criteria", "acceptance", "acceptance checks", "acceptance checklist", "definition of done", "done when", "done criteria", "exit criteria",
        "completion criteria", "validation", "validation and acceptance", "verification", "verification checklist", "verification plan", "success metrics", "metrics", "post-launch metrics", "post-launch criteria",
        "launch criteria", "access required", "quality gates", "quality checklist", "final checklist", "review checklist", "evidence checklist", "testing", "test plan", "tests", "must pass",
        "验收", "验收标准", "成功标准", "完成标准", "验证", "验证清单", "验证与验收", "驗收", "驗證", "검증", "검증 및 수용", "성공 기준", "수용 기준", "완료 기준", "완료 조건",
        "検証", "検証と受け入れ", "受け入れ基準", "受入基準", "成功基準", "完了条件", "完了の定義", "criterios de éxito", "criterios de aceptación", "validación", "validación y aceptación", "verificación", "aceptación",
        "erfolgskriterien", "akzeptanzkriterien", "abnahmekriterien", "validierung", "abnahme", "überprüfung",
        "critérios de sucesso", "critérios de aceitação", "critérios de aceite", "validação", "verificação",
        "критерии", "критерии успеха", "критерии приёмки", "критерии приемки", "проверка", "приёмка", "валидация",
        "critères de succès", "critères de réussite", "critères d'acceptation", "vérification",
    ),
    "outcomes": (
        "outcomes", "outcomes & retrospective", "outcomes and retrospective", "results", "result", "retrospective", "lessons learned", "delivered", "what worked", "what didn't work", "measured impact",
        "结果", "结果与回顾", "回顾", "成果", "결과", "결과 및 회고", "회고", "成果と振り返り", "振り返り", "resultados", "resultados y retrospectiva", "ergebnisse", "rückblick", "resultados e retrospectiva",
        "результаты", "итоги", "ретроспектива", "résultats", "bilan", "rétrospective",
    ),
    "current": (
        "current phase", "current step", "immediate next action", "next action", "current task", "now", "当前阶段", "目前階段", "当前步骤", "현재 단계", "現在のフェーズ", "現在のステップ",
        "fase actual", "paso actual", "aktuelle phase", "aktueller schritt", "fase atual", "текущий этап", "текущая фаза", "phase actuelle", "étape actuelle", "المرحلة الحالية",
    ),
    "next": ("next steps", "immediate next steps", "future enhancements", "future work", "handoff", "handoff notes", "handoff information", "follow-ups", "follow-up", "后续", "下一步", "다음 단계", "次のステップ", "próximos pasos", "nächste schritte", "próximos passos", "следующие шаги", "prochaines étapes"),
    "metadata": ("metadata", "meta", "document control", "元数据", "메타데이터", "メタデータ", "metadatos", "metadaten", "metadados", "метаданные", "métadonnées", "状态", "status"),
    "dependencies": ("dependencies", "dependencies between phases", "phase dependencies", "sequencing", "interfaces and dependencies", "依赖", "依赖关系", "의존성", "依存関係", "dependencias", "abhängigkeiten", "dependências", "зависимости", "dépendances"),
    "constraints": ("constraints", "assumptions", "non-goals", "out of scope", "excluded", "约束", "제약", "制約", "restricciones", "einschränkungen", "restrições", "ограничения", "contraintes"),
    "approach": ("technical approach", "approach", "architecture", "design", "technology stack", "integration points", "design patterns", "技术方案", "접근 방식", "アプローチ", "enfoque técnico", "ansatz", "abordagem", "подход", "approche"),
    "files": ("files", "key files", "files affected", "artifacts", "artifacts and notes", "文件", "파일", "ファイル", "archivos", "dateien", "arquivos", "файлы", "fichiers"),
    "timeline": ("timeline", "schedule", "team capacity", "resource allocation", "critical path", "时间线", "일정", "スケジュール", "cronograma", "zeitplan", "сроки", "calendrier"),
    "rollback": ("rollback", "rollback plan", "roll-back", "roll-back plan", "backout plan", "back-out plan", "rollback-plan", "rückfallplan", "plan de reversión", "plano de reversão", "план отката", "plan de retour arrière", "回退", "回退方案", "idempotence", "idempotence and recovery", "recovery", "回滚", "回滚方式", "롤백", "ロールバック", "reversión", "reversão", "откат", "retour arrière"),
    "notes": ("notes", "note", "remarks", "additional notes", "备注", "메모", "비고", "メモ", "備考", "notas", "hinweise", "anmerkungen", "примечания", "заметки", "remarques", "instructions", "agent instructions"),
    "scope": ("scope", "must have", "should have", "won't have", "in scope", "范围", "범위", "スコープ", "alcance", "umfang", "escopo", "объём", "périmètre"),
    "options": ("options", "choose one", "pick one", "alternatives", "选项", "옵션", "選択肢", "opciones", "optionen", "opções", "варианты"),
}  # fmt: skip

CRITERION_KINDS: tuple[tuple[str, CriterionKind], ...] = (
    ("post-launch", "metric"), ("post launch", "metric"), ("after launch", "metric"),
    ("success metric", "metric"), ("metric", "metric"), ("指标", "metric"), ("지표", "metric"), ("指標", "metric"), ("métrica", "metric"), ("метрик", "metric"),
    ("launch", "launch"), ("access required", "access"), ("access", "access"),
    ("success", "success"), ("成功", "success"), ("성공", "success"), ("éxito", "success"), ("erfolg", "success"), ("sucesso", "success"), ("успех", "success"), ("succès", "success"),
)  # fmt: skip
"""First match on a criteria label decides its kind; every other label means acceptance."""

_PHASE_WORDS = (
    "phase|task|step|week|weeks|day|milestone|stage|sprint|iteration|wave|slice|workstream|stream|track|epic|part|"
    "阶段|階段|任务|任務|步骤|周|단계|작업|페이즈|フェーズ|ステップ|タスク|段階|fase|tarea|paso|hito|semana|etapa|tarefa|passo|marco|"
    "schritt|aufgabe|woche|meilenstein|этап|фаза|задача|шаг|неделя|étape|tâche|jalon|semaine|المرحلة"
)
PHASE = re.compile(
    rf"(?P<label>(?:{_PHASE_WORDS})(?:\s*#?\s*\d+(?:[.\-–]\w+)*|\s+[ivx]+(?!\w)|\s+[a-z]\d*(?!\w)|\s*[一二三四五六七八九十]+)|"
    r"第\s*[\d一二三四五六七八九十]+\s*(?:阶段|階段|步|周|フェーズ|段階)|제?\s*\d+\s*단계|[mp]\d{1,2}(?=\s*[:：—–-])|\d+단계)"
    r"\s*(?:[:：.)）]|[—–]|-(?=\s)|(?=\s)|$)\s*(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
"""A numbered phase, task, step or week label: it means steps even where a validation word follows."""

TASK_WORD = re.compile(
    r"(?:task|step|任务|任務|步骤|작업|タスク|ステップ|tarea|paso|schritt|aufgabe|tarefa|passo|задача|шаг|tâche)\b",
    re.IGNORECASE,
)

FIELDS: dict[str, tuple[str, ...]] = {
    "status": ("status", "state", "状态", "狀態", "상태", "状態", "estado", "статус", "statut", "الحالة"),
    "started": ("started", "start", "started at", "begun", "开始", "시작", "開始", "iniciado", "begonnen", "начато", "commencé"),
    "completed": ("completed", "finished", "done", "completed at", "completed on", "完成时间", "완료", "完了日", "completado", "abgeschlossen", "concluído", "завершено", "terminé"),
    "notes": ("notes", "note", "comment", "comments", "备注", "메모", "メモ", "notas", "nota", "hinweis", "примечание", "remarque"),
    "verification": ("verification", "verify", "validation", "how to verify", "test", "tests", "proof", "check", "验证", "검증", "検証", "verificación", "validación", "prüfung", "verificação", "проверка", "vérification"),
    "files": ("files affected", "files", "file", "files to modify", "files touched", "path", "paths", "文件", "파일", "ファイル", "archivos", "dateien", "arquivos", "файлы", "fichiers"),
    "effect": ("expected effect", "expected results", "expected result", "expected output", "effect", "outcome", "test coverage"),
    "estimate": ("estimated time", "estimate", "estimated", "estimation", "effort", "time", "duration", "预计时间", "预估", "예상 시간", "見積もり", "estimación", "tiempo estimado", "schätzung", "aufwand", "estimativa", "оценка", "estimation"),
    "owner": ("owner", "owners", "assignee", "assigned to", "assigned agent", "responsible", "lead", "负责人", "담당자", "담당", "担当", "responsable", "verantwortlich", "responsável", "ответственный", "исполнитель"),
    "depends_on": ("depends on", "depends_on", "depends", "dependencies", "dependency", "requires", "after", "prerequisites", "依赖", "의존", "依存", "depende de", "abhängig von", "hängt ab von", "зависит от", "dépend de"),
    "blocked_by": ("blocked by", "blocked_by", "blocked on", "waiting for", "waiting on", "bloqueado por", "blockiert durch", "заблокировано", "bloqué par"),
    "blocked": ("blocked", "blocker", "block reason", "阻塞原因", "阻塞", "차단", "ブロック", "bloqueo", "blockiert", "bloqueio", "блокер", "blocage"),
    "evidence": ("evidence", "proof of work", "证据", "증거", "根拠", "証拠", "evidencia", "nachweis", "beleg", "evidência", "доказательство", "подтверждение", "preuve"),
    "decision": ("decision", "决策", "决定", "결정", "決定", "decisión", "entscheidung", "decisão", "решение", "décision"),
    "rationale": ("rationale", "reason", "reasoning", "why", "because", "justification", "理由", "原因", "근거", "이유", "根拠", "razón", "justificación", "motivo", "fundamento", "begründung", "grund", "justificativa", "обоснование", "причина", "raison", "justification"),
    "alternatives": ("alternatives considered", "alternatives", "alternative", "options considered", "备选方案", "대안", "代替案", "alternativas", "alternativen", "альтернативы", "alternatives envisagées"),
    "trade_offs": ("trade-offs", "trade-off", "tradeoffs", "tradeoff", "consequences", "impact", "权衡", "트레이드오프", "トレードオフ", "compromisos", "kompromisse", "компромиссы", "compromis"),
    "by": ("decided by", "author", "by", "made by", "决策者", "작성자", "決定者", "autor", "decidido por", "entschieden von", "автор", "решил", "auteur", "décidé par"),
    "date": ("date", "when", "created", "创建日期", "日期", "날짜", "日付", "fecha", "datum", "data", "дата"),
    "date_author": ("date/author", "date / author", "date, author", "日期/作者", "날짜/작성자", "日付/作成者", "fecha/autor", "fecha / autor", "datum/autor", "data/autor", "дата/автор", "date/auteur"),
    "reference": ("reference", "references", "ref", "link", "see", "参考", "참고", "参照", "referencia", "referenz", "referência", "ссылка", "référence"),
    "what": ("what", "observation", "discovery", "finding", "发现", "观察", "관찰", "발견", "観察", "発見", "observación", "hallazgo", "beobachtung", "observação", "наблюдение", "observation"),
    "why_it_matters": ("why it matters", "impact on the plan", "significance", "implication", "implications", "影响", "영향", "影響", "por qué importa", "warum es wichtig ist", "почему это важно", "pourquoi c'est important"),
    "action": ("action taken", "action", "resolution taken", "what we did", "采取的行动", "조치", "対応", "acción", "maßnahme", "ação", "действие"),
    "needs": ("need", "needs", "needed", "ask", "requires input", "需要", "필요", "必要", "necesita", "braucht", "precisa", "нужно", "besoin"),
    "options": ("options", "选项", "옵션", "選択肢", "opciones", "optionen", "opções", "варианты"),
    "option": tuple(f"option {letter}" for letter in "abcdefgh") + tuple(f"option {number}" for number in range(1, 9)),
    "answer": ("answer", "resolution", "resolved", "resolves", "答案", "回答", "답변", "해결", "解決", "respuesta", "antwort", "resposta", "ответ", "réponse"),
    "since": ("since", "blocked since", "since when", "自", "부터"),
    "impact": ("impact", "severity", "影响程度", "严重性", "영향도", "impacto", "auswirkung", "влияние"),
    "probability": ("probability", "likelihood", "概率", "可能性", "확률", "가능성", "probabilidad", "wahrscheinlichkeit", "probabilidade", "вероятность", "probabilité"),
    "mitigation": ("mitigation", "mitigation strategy", "mitigations", "contingency", "缓解", "缓解措施", "완화", "軽減策", "対策", "mitigación", "gegenmaßnahme", "mitigação", "меры", "смягчение", "atténuation"),
    "updated": ("last updated", "updated", "last update", "last_updated", "更新日期", "最后更新", "마지막 업데이트", "最終更新", "última actualización", "actualizado", "zuletzt aktualisiert", "última atualização", "обновлено", "последнее обновление", "dernière mise à jour"),
    "created": ("created", "created on", "date created", "start date", "创建", "创建时间", "생성일", "作成日", "creado", "erstellt", "criado", "создано", "créé"),
    "plan_status": ("plan status",),
    "risk": ("risk", "risks", "风险", "위험", "リスク", "riesgo", "risiko", "risco", "риск", "risque"),
    "title": ("task", "title", "step", "description", "goal", "task objective", "objective", "milestone", "question", "任务", "步骤", "描述", "작업", "설명", "タスク", "説明", "tarea", "descripción", "aufgabe", "beschreibung", "tarefa", "задача", "описание", "tâche"),
    "number": ("#", "id", "no", "no.", "nr", "№", "step id", "task id", "milestone id", "feature id"),
}  # fmt: skip
"""Canonical field names and what documents call them. A label may stand under several names; readers ask by context."""

EMPTY = re.compile(
    r"[\s*_(\[（<`-]*+(?:none(?: yet| so far| at this time| identified| recorded)?|n/?a|tbd|tba|to be (?:determined|decided|defined|populated|filled|completed|added)\b.*|not yet\b.*|nothing yet|"
    r"pending|empty|—|–|-|\.{3}|…|无|暂无|没有|待定|없음|미정|なし|未定|ninguno|ninguna|ninguno todavía|por definir|keine?|noch keine|offen|nenhum|a definir|нет|пока нет|aucun|aucune|à définir)?"
    r"[\s*_)\]）>`.。]*\Z",
    re.IGNORECASE | re.DOTALL,
)
_PLACEHOLDER = re.compile(
    r"[\s*_`~\"']*(?:\[(?!\s?[xX ]?\])[^\]]*\](?!\()|\{[^}]*\}|<(?![a-z]+:)[^>!/][^>]*>)[\s*_`~.\"']*\Z", re.DOTALL
)
_CHOICE = re.compile(r"[^|]{1,40}(?:\s\|\s[^|]{1,40}){2,}\Z|(?:High/Med(?:ium)?/Low)\Z", re.DOTALL)


def is_unset(text: str) -> bool:
    """Is the value a placeholder (``[Name]``, ``TBD``, ``None yet.``, ``A | B | C``), so no value at all?"""
    return bool(EMPTY.match(text) or _PLACEHOLDER.match(text) or _CHOICE.match(text.strip()))


def _index(table: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, words in table.items():
        for word in words:
            found.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in found.items()}


FIELD_NAMES = _index(FIELDS)
_EXACT: dict[str, Role] = {word: role for role, words in reversed(SECTIONS.items()) for word in words}
_CRITERIA = re.compile(
    r"\b(?:acceptance|criteria|definition of done|done[- ]when|exit criteria)\b|\b(?:validation|verification)(?:\s+(?:steps?|checks?|checklist|commands?|gates?|plan|results?|matrix))?\Z"
    r"|验收|驗收|验证|標準|критери|akzeptanz|critères|critérios|criterios",
    re.IGNORECASE,
)
_CRITERIA_HINTS = (
    "acceptance", "criteria", "done", "validation", "verification", "验收", "驗收", "验证", "標準", "критери", "akzeptanz", "critères", "critérios", "criterios",
)  # fmt: skip
"""One of them is in whatever the pattern finds; most headings have none."""


@lru_cache(maxsize=4096)
def role_of(heading: str) -> Role | None:
    """What a normal heading (or label) means: by alias, by a half of a bilingual one, by its first words."""
    text = heading.strip(" :：*_.").casefold()
    if text in _EXACT:
        return _EXACT[text]
    if PHASE.match(text):
        return "phase"
    for half in re.split(r"\s*[/|｜]\s*|\s*[(（]|\s+[—–-]\s+", text):
        if half.strip(" )）") in _EXACT:
            return _EXACT[half.strip(" )）")]
    for word, role in _BY_START.get(text[:2], ()):
        following = text[len(word) : len(word) + 1]
        if text.startswith(word) and (_wide(word) or (not following.isalnum() and following not in "-_")):
            return role
    return "criteria" if any(hint in text for hint in _CRITERIA_HINTS) and _CRITERIA.search(text) else None


_EXACT_ONLY: frozenset[Role] = frozenset(
    {"plan_of_work", "metadata", "current", "summary", "notes", "files", "approach", "scope", "options"}
)
"""Roles whose words begin too many other headings to be trusted as a prefix."""


_WHOLE = frozenset(
    [
        "execution",
        "implementation",
        "plan",
        "backlog",
        "log",
        "journal",
        "result",
        "results",
        "now",
        "but",
        "stand",
        "metrics",
        "tests",
        "metadata",
        "status",
        "decision",
        "validation",
        "verification",
    ]
)
"""Words too common at the start of other headings: they count only alone."""


def _wide(word: str) -> bool:
    return all(ord(char) >= 0x3000 for char in word)


def _by_start() -> dict[str, tuple[tuple[str, Role], ...]]:
    """The words that may begin a longer heading, by their first two letters, the longest first."""
    found: dict[str, list[tuple[str, Role]]] = {}
    for role, words in SECTIONS.items():
        for word in words:
            if role not in _EXACT_ONLY and word not in _WHOLE and len(word) >= (4 if word.isascii() else 2):
                found.setdefault(word[:2], []).append((word, role))
    return {start: tuple(sorted(pairs, key=lambda pair: -len(pair[0]))) for start, pairs in found.items()}


_BY_START = _by_start()


def is_exact(heading: str) -> bool:
    """Is the heading one of the known words and nothing more?"""
    return heading.strip(" :：*_.").casefold() in _EXACT


_CHOICE_BOX = re.compile(
    r"[\s*_`]*(?:(?:conditional )?go|no[- ]go|yes|no|approved?|reject(?:ed)?|(?:option|variant|alternative|choice|选项|方案|opción|вариант|옵션)\s*[A-Z0-9])(?!\w)\s*[*_]*\s*[:：.—–)*-]",
    re.IGNORECASE,
)


def is_choice(text: str) -> bool:
    """Does a box's text name one of several options (``GO:``, ``Option B —``)?"""
    return bool(_CHOICE_BOX.match(text))


def criterion_kind(label: str) -> CriterionKind:
    folded = label.casefold()
    for word, kind in CRITERION_KINDS:
        if word in folded:
            return kind
    return "acceptance"
