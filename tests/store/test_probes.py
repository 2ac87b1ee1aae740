"""The guards of writing are tried for real, leave nothing, and say what is missing. Mounts are told as the kernel does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import execplan
from execplan.store import exchange, lease, probes
from execplan.store.mounts import Mount, below, mount_of, parsed, table
from execplan.store.probes import Probed, probe
from execplan.store.tree import Tree

SRC = str(Path(execplan.__file__).parents[1])
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="what Linux has")
MAY_MOUNT = shutil.which("unshare") and not subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode
MOUNTS = pytest.mark.skipif(not MAY_MOUNT, reason="may not mount anything here")


def everything(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*"))


def states(found: Probed) -> dict[str, str]:
    return {one.name: one.state for one in found.guards}


def mounted(script: str, tmp_path: Path) -> str:
    """What a script prints in which ``probe`` and its friends run below mounts of their own."""
    environment = {**os.environ, "PYTHONPATH": SRC, "PYTHON": sys.executable}
    done = subprocess.run(
        ["unshare", "-m", "sh", "-ec", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@LINUX
def test_all_are_in_force_on_a_local_disk(tree: Tree) -> None:
    before = everything(tree.root)
    found = probe(tree)
    assert states(found) == dict.fromkeys(("lock", "fsync", "folder fsync", "exchange", "lease"), "on")
    assert found.problem == ""
    assert found.place.startswith(".agents/.doctor.")
    assert everything(tree.root) == before


def test_the_state_folder_is_used_where_there_is_one(tree: Tree) -> None:
    state = tree.root / ".agents/.state"
    state.mkdir()
    assert probe(tree).place == ".agents/.state"
    assert list(state.iterdir()) == []


def test_without_agents_the_root_itself_is_asked(tmp_path: Path) -> None:
    found = probe(Tree(tmp_path))
    assert found.place.startswith(".doctor.")
    assert states(found)["lock"] == "on"
    assert list(tmp_path.iterdir()) == []


def test_never_beside_a_plan(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    real = os.open

    def watched(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if flags & os.O_CREAT and dir_fd is not None:
            opened.append(os.readlink(f"/proc/self/fd/{dir_fd}"))
        return real(path, flags, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "open", watched)
    probe(tree)
    assert opened
    assert not any(Path(folder).name == "demo" for folder in opened)


def test_switched_off_by_the_environment(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXECPLAN_STORE", "plain")
    found = states(probe(tree))
    assert (found["exchange"], found["lease"], found["lock"]) == ("switched off", "switched off", "on")


def test_what_the_platform_lacks_is_off(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "_renameat2", lambda: None)
    monkeypatch.setattr(lease, "take", lambda file: "none")
    monkeypatch.setitem(probes._PROBES, "exchange", exchange.available)
    monkeypatch.setitem(probes._PROBES, "lease", lease.available)
    found = states(probe(tree))
    assert (found["exchange"], found["lease"]) == ("off", "off")


def test_a_lock_that_keeps_nobody_out_is_off(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "lock_descriptor", lambda file, blocking: True)
    assert states(probe(tree))["lock"] == "off"


def test_a_folder_that_cannot_be_synced_is_off(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def fsync(file: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{file}"):
            raise OSError(22, "Invalid argument")
        real(file)

    monkeypatch.setattr(os, "fsync", fsync)
    found = states(probe(tree))
    assert (found["fsync"], found["folder fsync"]) == ("on", "off")


@LINUX
@pytest.mark.parametrize("place", ["/sys", "/nonexistent/place"])
def test_where_nothing_can_be_written_nothing_is_known(place: str) -> None:
    found = probe(Tree(Path(place)))
    assert found.problem
    assert set(states(found).values()) == {"unknown"}


def test_a_link_is_not_followed(tree: Tree, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tree.root / ".agents/.state").symlink_to(elsewhere)
    found = probe(tree)
    assert "symbolic link" in found.problem
    assert list(elsewhere.iterdir()) == []


@MOUNTS
def test_a_read_only_file_system(tmp_path: Path) -> None:
    (tmp_path / "root/.agents/.state").mkdir(parents=True)
    said = mounted(
        "mount --bind root root; mount -o remount,bind,ro root\n"
        '"$PYTHON" -c \'\n'
        "import os; from pathlib import Path; from execplan.store.probes import probe; from execplan.store.tree import Tree\n"
        "from execplan.store.mounts import mount_of, table\n"
        'found = probe(Tree(Path("root"))); mount = mount_of(os.path.realpath("root/.agents"), table())\n'
        'print(found.problem, {one.state for one in found.guards}, mount.read_only, mount.part.endswith("/root"))\'\n',
        tmp_path,
    )
    assert said == "read-only file system {'unknown'} True True\n"


TABLE = (
    "22 27 0:21 / /proc rw,relatime - proc proc rw\n"
    "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n"
    "30 27 0:40 / /mnt/shared\\040disk rw,nosuid shared:3 master:1 - nfs4 server:/export rw,vers=4\n"
    "31 27 254:0 /home/ana/plans /mnt/plans ro,relatime - ext4 /dev/vda rw\n"
    "32 31 254:0 /x/PLAN.md /mnt/plans/.agents/x/PLAN.md rw - ext4 /dev/vda rw\n"
    "not a line of the table\n"
)


def test_the_table_is_read_as_the_kernel_writes_it() -> None:
    mounts = parsed(TABLE)
    assert [one.point for one in mounts] == [
        "/proc",
        "/",
        "/mnt/shared disk",
        "/mnt/plans",
        "/mnt/plans/.agents/x/PLAN.md",
    ]
    assert mounts[2] == Mount("/mnt/shared disk", "nfs4", "server:/export", "/", False)
    assert mounts[3] == Mount("/mnt/plans", "ext4", "/dev/vda", "/home/ana/plans", True)


def test_the_longest_point_above_is_the_mount() -> None:
    mounts = parsed(TABLE)
    for path, point in {
        "/": "/",
        "/home/ana": "/",
        "/mnt/plansandmore": "/",
        "/mnt/plans/.agents": "/mnt/plans",
        "/mnt/shared disk": "/mnt/shared disk",
    }.items():
        found = mount_of(path, mounts)
        assert found is not None
        assert found.point == point
    assert mount_of("/anywhere", ()) is None


def test_of_two_at_one_point_the_later_is_seen() -> None:
    mounts = parsed("1 0 0:1 / /a rw - ext4 x rw\n2 1 0:2 / /a rw - tmpfs y rw\n")
    found = mount_of("/a/b", mounts)
    assert found is not None
    assert found.kind == "tmpfs"


def test_what_is_mounted_inside() -> None:
    assert below("/mnt/plans", parsed(TABLE)) == (".agents/x/PLAN.md",)
    assert below("/mnt/plan", parsed(TABLE)) == ()


@LINUX
def test_this_system_tells() -> None:
    assert mount_of("/proc/self", table()) is not None
