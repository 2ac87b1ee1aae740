"""A plan that needs more than itself and the repository; and one that names what is there, was there or will be."""

from __future__ import annotations

import pytest

from execplan.plan.reader import read_plan
from execplan.views.review.paths import path_in, paths_named
from tests.views.review.seeing import found, source

PLAN = """
# ExecPlan: Image uploads

## Context and Orientation

{context}

## Progress

- [x] **Step 1**: Configure the upload
  - Files affected: {done}
- [ ] **Step 2**: Show the picture
  - Files affected: {open}
"""
THERE = {"src/app.py": True, "src/proxy.py": True, "src/post.py": False, "src/gone.py": False}


def dead(
    context: str = "`src/app.py` starts it.", done: str = "`src/proxy.py`", open: str = "`src/app.py`"
) -> list[str]:
    return found("path_dead", PLAN.format(context=context, done=done, open=open), exists=THERE)


def test_paths_that_are_there() -> None:
    assert dead() == []


def test_a_described_file_that_is_gone() -> None:
    assert dead(context="Pictures are drawn in `src/gone.py`.") == [
        "5: there is no src/gone.py here: name where it is now, or say that it is new",
    ]
    assert dead(context="Pictures are drawn in [the drawing](src/gone.py).") != []


def test_a_file_of_a_done_step_that_is_gone() -> None:
    assert [one[:2] for one in dead(done="`src/proxy.py`, `src/gone.py`")] == ["10"]


@pytest.mark.parametrize(
    "said",
    [
        {"context": "`src/post.py` (NEW) draws pictures."},
        {"context": "New files:\n\n- `src/post.py`"},
        {"context": "`src/post.py` will draw pictures."},
        {"context": "`src/gone.py` was removed with the old editor."},
        {"open": "`src/post.py`"},
        {"context": "Pictures are drawn in `src/post.py`.", "open": "`src/post.py`"},
        {"context": "Nobody looked for `src/unknown.py`."},
        {"context": "See `src/*.py`, `https://example.com/a.py`, `python src/gone.py`, `../gone.py` and `gone.py`."},
        {"context": "```sh\ncat src/gone.py\n```"},
    ],
)
def test_files_that_need_not_be_there(said: dict[str, str]) -> None:
    assert dead(**said) == []


def test_a_plan_about_another_tree() -> None:
    text = PLAN.format(context="It is drawn in `src/gone.py`.", done="`src/post.py`", open="`src/app.py`")
    assert found("path_dead", text, exists=THERE) == []


def test_a_finished_plan_is_history() -> None:
    text = PLAN.format(context="It is drawn in `src/gone.py`.", done="`src/proxy.py`", open="`src/app.py`")
    assert found("path_dead", "---\nstatus: completed\n---\n" + text.lstrip(), exists=THERE) == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("src/app.py", "src/app.py"),
        ("./src/app.py:12-14", "src/app.py"),
        ("src/app.py#L3", "src/app.py"),
        ("docs/a.b.md", "docs/a.b.md"),
        ("package.json", "package.json"),
        ("src/", None),
        ("src/app", None),
        ("/etc/hosts.conf", None),
        ("../up.py", None),
        ("a/../../up.py", None),
        ("np.array", None),
        ("v1.2", None),
        ("example.com", None),
        ("https://example.com/a.py", None),
        ("src/{a,b}.py", None),
        ("pytest tests/a.py", None),
        ("", None),
    ],
)
def test_what_looks_like_a_path(text: str, path: str | None) -> None:
    assert path_in(text) == path


def test_paths_with_their_lines() -> None:
    text = "# T\n\nIn `a/b.py` and [c](d/e.md).\n\n```\n`x/y.py`\n```\n\n- `a/b.py:4`\n"
    assert paths_named(read_plan(source(text))) == (("a/b.py", 2), ("d/e.md", 2), ("a/b.py", 8))


@pytest.mark.parametrize(
    "said",
    [
        "As discussed, pictures come first.",
        "Use the format we agreed on, as mentioned earlier.",
        "The sizes are those you told me yesterday; see the chat.",
        "The rest follows our previous conversation.",
    ],
)
def test_a_conversation(said: str) -> None:
    (one,) = found("points_to_talk", f"# Uploads\n\n## Context\n\n{said}\n")
    assert one.startswith("5: '")


@pytest.mark.parametrize(
    "said",
    [
        "As described above, pictures come first.",
        "In the chat event handler, pictures come first.",
        "The button says 'see the chat window'.",
        'The help text reads "as discussed".',
        "The team discussed two sizes and chose the smaller.",
        "As agreed in `docs/sizes.md`, pictures are small.",
        "```\nas discussed above\n```",
    ],
)
def test_no_conversation(said: str) -> None:
    assert found("points_to_talk", f"# Uploads\n\n## Context\n\n{said}\n") == []


def test_external_links() -> None:
    text = (
        "# Uploads\n\n## Context\n\nSee https://blog.pictures.dev/sizes and [more](https://blog.pictures.dev/more).\n"
    )
    assert found("external_links", text) == [
        "5: 2 external links: what a reader needs of a page should stand in the plan itself",
    ]


@pytest.mark.parametrize(
    "said",
    [
        "PR: https://github.com/a/b/pull/7",
        "Issue https://gitlab.com/a/b/-/issues/9",
        "Open http://localhost:8080/pictures",
        "It answers on https://api.example.com/x",
        "`curl https://pictures.dev/x`",
        "[sizes](docs/sizes.md)",
    ],
)
def test_links_that_belong(said: str) -> None:
    assert found("external_links", f"# Uploads\n\n## Context\n\n{said}\n") == []
