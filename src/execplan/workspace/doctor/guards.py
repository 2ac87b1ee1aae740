"""What it means where a guard of writing is missing, and on what kind of file system the plans are. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from execplan.store.discover import PLAN
from execplan.store.mounts import Mount
from execplan.store.probes import Guard, Name, Probed
from execplan.workspace.doctor.facts import Finding, TreeFacts

_NETWORK = frozenset(
    (
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "lustre", "gpfs", "beegfs", "ocfs2", "gfs2",
        "davfs", "fuse.sshfs", "fuse.glusterfs", "fuse.cephfs", "fuse.rclone", "fuse.s3fs", "fuse.davfs2",
    )
)  # fmt: skip
_SHARED = frozenset(
    ("9p", "virtiofs", "vboxsf", "vmhgfs", "prl_fs", "drvfs", "fuse.vmhgfs-fuse", "fuse.grpcfuse", "fakeowner")
)
_MEMORY = frozenset(("tmpfs", "ramfs"))
_PARTS = frozenset(("btrfs", "bcachefs", "zfs"))
"""File systems that are mounted in parts as a matter of course."""

_MEANING: dict[Name, tuple[str, str]] = {
    "lock": (
        "no file locks here: writers of several processes do not wait for each other",
        "keep the plans on a local disk",
    ),
    "fsync": (
        "files cannot be forced to the disk here: a power cut may undo what was acknowledged",
        "keep the plans on a local disk",
    ),
    "folder fsync": (
        "names cannot be forced to the disk here: a power cut may bring back a plan's former text, whole",
        "commit plans that matter",
    ),
    "exchange": (
        "no exchange of two files here: a save that falls in the ~100 µs around a write can be lost",
        "keep the plans on a local disk of Linux; elsewhere, save while no agent writes",
    ),
    "lease": (
        "no read lease here: a save that begins in the ~100 µs of a write can be lost or half read",
        "keep the plans on a local disk of Linux, as the owner of the files",
    ),
}


def kind_of(mount: Mount) -> str:
    """What to say of a file system besides its name; empty for an ordinary one."""
    words: list[str] = []
    if mount.kind in _NETWORK:
        words.append("network")
    elif mount.kind in _SHARED:
        words.append("shared with another system")
    elif mount.kind == "fuse" or mount.kind.startswith(("fuse.", "fuseblk")):
        words.append("FUSE")
    elif mount.kind in _MEMORY:
        words.append("in memory")
    elif mount.kind == "overlay":
        words.append("layers of a container")
    if mount.part != "/" and mount.kind not in _PARTS:
        words.append("bind mount")
    if mount.read_only:
        words.append("read-only")
    return ", ".join(words)


def of_file_system(tree: TreeFacts) -> Iterator[Finding]:
    mount = tree.mount
    for path in tree.mounted:
        if path.rpartition("/")[2] == PLAN:
            yield Finding(
                "error",
                "file_mounted",
                f"{path} is mounted on its own and cannot be replaced: every write will be refused",
                "mount its folder, or the whole root",
            )
    if mount is None:
        return
    if mount.kind in _NETWORK | _SHARED:
        where = "a network" if mount.kind in _NETWORK else "a shared folder"
        yield Finding(
            "warning",
            "not_local",
            f"the plans are on {where} ({mount.kind}): locks and leases may not hold on its other side, "
            "so a save there that falls in ~100 µs can be lost",
            "let one machine write, or keep the plans on a local disk and share them by git",
        )
    elif mount.kind == "fuse" or mount.kind.startswith(("fuse.", "fuseblk")):
        text = f"the plans are on FUSE ({mount.kind}): what its program promises is not ours to test"
        yield Finding("info", "fuse", text, "keep the plans on a local disk if saves get lost")
    elif mount.kind in _MEMORY:
        yield Finding("info", "in_memory", "the plans are in memory: a restart loses them", "commit or copy them")
    if mount.part != "/" and mount.kind not in _PARTS:
        text = (
            f"{mount.part} of {mount.source} is bound to {mount.point}: locks hold among the containers of one machine"
        )
        yield Finding("info", "bind_mount", text)


def of_guards(probed: Probed, mount: Mount | None) -> Iterator[Finding]:
    if probed.problem:
        if mount is not None and mount.read_only:
            text, do = "the file system is read-only: plans can be read and not written", "mount it writable to write"
        else:
            text = f"{probed.place} cannot be written ({probed.problem}): plans can be read and not written"
            do = "check who owns .agents and .agents/.state"
        yield Finding("warning", "not_writable", text, do)
        return
    off = [one for one in probed.guards if one.state == "switched off"]
    if off:
        yield Finding(
            "warning",
            "switched_off",
            f"{' and '.join(one.name for one in off)} switched off ({off[0].reason}): "
            "a save that falls in the ~100 µs around a write can be lost",
            "unset EXECPLAN_STORE",
        )
    for one in probed.guards:
        yield from _missing(one)


def _missing(guard: Guard) -> Iterator[Finding]:
    code = "no_" + guard.name.replace(" ", "_")
    if guard.state == "off":
        text, do = _MEANING[guard.name]
        yield Finding("warning", code, text, do)
    elif guard.state == "unknown":
        yield Finding("warning", code, f"{guard.name} could not be tried: {guard.reason}", "try again")
