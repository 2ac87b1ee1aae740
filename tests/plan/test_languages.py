"""One small plan a language: objective, steps, progress, decisions, questions, criteria."""

from __future__ import annotations

import pytest

from execplan.plan.model import Plan
from tests.plan.reading import plan_of, states

CHINESE = """
    # 执行计划：更快的搜索

    **状态：** 进行中

    ## 目的与用户价值

    搜索在一秒内给出结果。

    ## 执行步骤

    - [x] 建立索引
    - [ ] 缓存结果（进行中）
    - [ ] 撰写文档

    ## 决策记录

    - 决策：使用倒排索引。
      理由：查询更快。
      日期/作者：2025-03-01 / 李雷

    ## 意外与发现

    - 观察：磁盘很慢。
      证据：基准测试。

    ## 未决问题

    - [ ] 索引放在哪里？

    ## 验收标准

    - [ ] 一秒内返回
    """

KOREAN = """
    # 더 빠른 검색

    **상태:** 진행 중

    ## 목적 / 큰 그림

    검색이 1초 안에 답한다.

    ## 진행 상황

    - [x] 색인 만들기
    - [ ] 결과 캐시 (진행 중)
    - [ ] 문서 쓰기

    ## 결정 기록

    - 결정: 역색인을 쓴다.
      이유: 더 빠르다.
      날짜/작성자: 2025-03-01 / 민수

    ## 놀라움과 발견

    - 관찰: 디스크가 느리다.
      증거: 벤치마크.

    ## 열린 질문

    - [ ] 색인은 어디에 두나?

    ## 수용 기준

    - [ ] 1초 안에 답한다
    """

JAPANESE = """
    # 検索を速くする

    **状態：** 進行中

    ## 目的

    検索が一秒で答える。

    ## 実装計画

    - [x] 索引を作る
    - [ ] 結果を保存する（進行中）
    - [ ] 文書を書く

    ## 決定事項

    - 決定：転置索引を使う。
      理由：速い。
      日付/作成者：2025-03-01 / 花子

    ## 驚きと発見

    - 観察：ディスクが遅い。
      証拠：計測。

    ## 未解決の質問

    - [ ] 索引はどこに置くか？

    ## 受け入れ基準

    - [ ] 一秒で答える
    """

SPANISH = """
    # Búsqueda más rápida

    **Estado:** En curso

    ## Propósito / Panorama general

    La búsqueda responde en un segundo.

    ## Progreso

    - [x] Crear el índice
    - [ ] Guardar resultados (en curso)
    - [ ] Escribir la guía

    ## Registro de decisiones

    - Decisión: Usar un índice invertido.
      Razón: Es más rápido.
      Fecha/Autor: 2025-03-01 / Ana

    ## Sorpresas y descubrimientos

    - Observación: El disco es lento.
      Evidencia: Una medición.

    ## Preguntas abiertas

    - [ ] ¿Dónde vive el índice?

    ## Criterios de aceptación

    - [ ] Responde en un segundo
    """

GERMAN = """
    # Schnellere Suche

    **Status:** In Arbeit

    ## Ziel

    Die Suche antwortet in einer Sekunde.

    ## Schritte

    - [x] Index bauen
    - [ ] Ergebnisse merken (in Arbeit)
    - [ ] Anleitung schreiben

    ## Entscheidungen

    - Entscheidung: Ein invertierter Index.
      Begründung: Er ist schneller.
      Datum/Autor: 2025-03-01 / Uwe

    ## Überraschungen und Erkenntnisse

    - Beobachtung: Die Platte ist langsam.
      Nachweis: Eine Messung.

    ## Offene Fragen

    - [ ] Wo liegt der Index?

    ## Akzeptanzkriterien

    - [ ] Antwort in einer Sekunde
    """

PORTUGUESE = """
    # Busca mais rápida

    **Estado:** Em andamento

    ## Objetivo

    A busca responde em um segundo.

    ## Passos

    - [x] Criar o índice
    - [ ] Guardar resultados (em andamento)
    - [ ] Escrever o guia

    ## Registro de decisões

    - Decisão: Usar um índice invertido.
      Justificativa: É mais rápido.
      Data/Autor: 2025-03-01 / Rui

    ## Surpresas e descobertas

    - Observação: O disco é lento.
      Evidência: Uma medição.

    ## Perguntas em aberto

    - [ ] Onde fica o índice?

    ## Critérios de aceitação

    - [ ] Responde em um segundo
    """

RUSSIAN = """
    # Быстрый поиск

    **Статус:** В работе

    ## Цель

    Поиск отвечает за секунду.

    ## Ход работ

    - [x] Построить индекс
    - [ ] Хранить ответы (в работе)
    - [ ] Написать руководство

    ## Журнал решений

    - Решение: Обратный индекс.
      Обоснование: Он быстрее.
      Дата/Автор: 2025-03-01 / Анна

    ## Сюрпризы и открытия

    - Наблюдение: Диск медленный.
      Доказательство: Замер.

    ## Открытые вопросы

    - [ ] Где лежит индекс?

    ## Критерии приёмки

    - [ ] Ответ за секунду
    """

FRENCH = """
    # Recherche plus rapide

    **Statut :** En cours

    ## Objectif

    La recherche répond en une seconde.

    ## Étapes

    - [x] Construire l'index
    - [ ] Garder les réponses (en cours)
    - [ ] Écrire le guide

    ## Journal des décisions

    - Décision : Un index inversé.
      Raison : Il est plus rapide.
      Date/Auteur : 2025-03-01 / Zoé

    ## Surprises et découvertes

    - Observation : Le disque est lent.
      Preuve : Une mesure.

    ## Questions ouvertes

    - [ ] Où vit l'index ?

    ## Critères d'acceptation

    - [ ] Répond en une seconde
    """

PLANS = {
    "zh": CHINESE, "ko": KOREAN, "ja": JAPANESE, "es": SPANISH, "de": GERMAN, "pt": PORTUGUESE, "ru": RUSSIAN, "fr": FRENCH,
}  # fmt: skip
every_language = pytest.mark.parametrize("plan", [pytest.param(plan_of(text), id=name) for name, text in PLANS.items()])


@every_language
def test_frame(plan: Plan) -> None:
    assert plan.status == "in_progress"
    assert plan.objective is not None
    assert plan.objective.endswith((".", "。"))
    assert plan.diagnostics == ()


@every_language
def test_steps(plan: Plan) -> None:
    assert list(states(plan).values()) == ["done", "in_progress", "todo"]
    assert not any(title.endswith((")", "）")) for title in states(plan))
    assert all(one.counted and one.phase is None for one in plan.steps)


@every_language
def test_decisions(plan: Plan) -> None:
    (one,) = plan.decisions
    assert one.date == "2025-03-01"
    assert one.rationale is not None
    assert one.by in ("李雷", "민수", "花子", "Ana", "Uwe", "Rui", "Анна", "Zoé")
    assert not any(char in one.title for char in ":：")


@every_language
def test_discoveries(plan: Plan) -> None:
    (one,) = plan.discoveries
    assert one.evidence is not None
    assert not any(char in one.title for char in ":：")


@every_language
def test_questions(plan: Plan) -> None:
    (one,) = plan.questions
    assert one.text.endswith(("?", "？"))
    assert not one.resolved


@every_language
def test_criteria(plan: Plan) -> None:
    assert [(one.met, one.kind) for one in plan.criteria] == [(False, "acceptance")]


@every_language
def test_nothing_is_left_over(plan: Plan) -> None:
    assert (plan.other_boxes, plan.blockers, plan.risks, plan.log) == ((), (), (), ())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("阶段 1：准备", "阶段 2：实施"),
        ("第一阶段 准备", "第二阶段 实施"),
        ("1단계: 준비", "2단계: 실행"),
        ("フェーズ 1：準備", "フェーズ 2：実行"),
        ("Fase 1: Preparar", "Fase 2: Hacer"),
        ("Semana 1: Preparar", "Semana 2: Fazer"),
        ("Schritt 1: Vorbereiten", "Schritt 2: Machen"),
        ("Этап 1: Подготовка", "Этап 2: Работа"),
        ("Étape 1 : Préparer", "Étape 2 : Faire"),
    ],
)
def test_numbered_phases(first: str, second: str) -> None:
    plan = plan_of(f"# T\n\n## {first}\n\n- [x] a\n\n## {second}\n\n- [ ] b\n")
    assert [one.status for one in plan.phases] == ["done", "todo"]
    assert all(one.label and one.title and one.label not in one.title for one in plan.phases)
    assert [one.phase for one in plan.steps] == [one.id for one in plan.phases]


def test_bilingual_headings() -> None:
    plan = plan_of("""
        # T

        ## Progress / 进度

        - [x] a

        ## 决策日志 (Decision Log)

        - Decision: b

        ## 5. Open Questions — 未决问题

        - c?
        """)
    assert (len(plan.steps), len(plan.decisions), len(plan.questions)) == (1, 1, 1)
