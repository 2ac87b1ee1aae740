"""Slugs from titles, and slugs as given."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from execplan.plan.errors import PlanError
from execplan.workspace.slug import checked_slug, free_slug, is_slug, slug_of

SHAPE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Add login", "add-login"),
        ("  Fix: the `parser` (v2.1)! ", "fix-the-parser-v2-1"),
        ("Don't panic", "dont-panic"),
        ("Größere Übungen für Straße", "groessere-uebungen-fuer-strasse"),
        ("Gro\u0308ße", "groesse"),
        ("Café déjà vu", "cafe-deja-vu"),
        ("Smørrebrød på Łódź", "smorrebrod-pa-lodz"),
        ("Миграция базы данных", "migratsiya-bazy-dannykh"),
        ("Щука и ёж", "shchuka-i-ezh"),
        ("Ανάλυση κώδικα", "analysi-kodika"),
        ("İstanbul ığdır", "istanbul-igdir"),
        ("ﬁle № ①", "file-no-1"),
        ("修复 login 流程", "login"),
        ("con", "con-plan"),
        ("Template", "template-plan"),
        ("LPT1", "lpt1-plan"),
        ("-- 3 --", "3"),
        ("🚀 Launch 🚀", "launch"),
    ],
)
def test_titles(title: str, slug: str):
    assert slug_of(title) == slug


def test_a_title_without_letters_gets_a_short_hash_of_its_own():
    chinese, japanese = slug_of("重构认证系统"), slug_of("認証の再設計")
    assert re.fullmatch(r"plan-[0-9a-f]{6}", chinese)
    assert chinese != japanese
    assert chinese == slug_of("重构认证系统")


def test_a_long_title_is_cut_at_a_word():
    slug = slug_of("a very long title " * 10)
    assert len(slug) <= 64
    assert slug.endswith(("very", "long", "title", "-a"))
    assert slug_of("x" * 100) == "x" * 64


def test_a_made_slug_counts_on():
    assert free_slug("Add login", set()) == "add-login"
    assert free_slug("Add login", {"add-login"}) == "add-login-2"
    assert free_slug("Add login", {"add-login", "add-login-2"}) == "add-login-3"
    assert free_slug("x" * 100, {"x" * 64}) == "x" * 62 + "-2"


@pytest.mark.parametrize("slug", ["A", "", "-a", "a_b", "a/b", "..", "a\n", "ä", "x" * 65, "a b", "a\0"])
def test_a_given_slug_must_be_one(slug: str):
    with pytest.raises(PlanError) as caught:
        checked_slug(slug, set())
    assert caught.value.code == "invalid"
    assert is_slug(caught.value.hint.removeprefix("try "))


@pytest.mark.parametrize("slug", ["template", "archive", "tmp", "skills", "con", "nul", "com1", "lpt9"])
def test_a_reserved_slug_is_refused_with_another(slug: str):
    with pytest.raises(PlanError) as caught:
        checked_slug(slug, set())
    assert caught.value.code == "refused"
    assert is_slug(caught.value.hint.removeprefix("try "))


def test_a_taken_slug_is_refused_with_a_free_one():
    with pytest.raises(PlanError) as caught:
        checked_slug("one", {"one", "one-2"})
    assert (caught.value.code, caught.value.hint) == ("refused", "try one-3")
    assert checked_slug("two", {"one"}) == "two"


@given(st.text())
def test_every_title_gives_a_slug(title: str):
    slug = slug_of(title)
    assert is_slug(slug)
    assert SHAPE.fullmatch(slug)
    assert slug == slug_of(title)


@given(st.text(), st.integers(1, 30))
def test_a_free_slug_is_free(title: str, count: int):
    taken: set[str] = set()
    for _ in range(count):
        slug = free_slug(title, taken)
        assert slug not in taken
        assert is_slug(slug)
        taken.add(slug)
