"""One plan file that somebody may mean. Knows how to ask what the file says; reads no more of it than is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, Protocol, TypeVar

from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.store.discover import ARCHIVE
from execplan.store.files import Stamp
from execplan.store.tree import AGENTS
from execplan.views.glance import OVER, Glance, glance_of
from execplan.views.summary import Obstacle, Summary, summary_of
from execplan.workspace.index import Index

T = TypeVar("T")


class Look(Protocol):
    """What can be known of a file, dearer from one to the next. Each raises ``PlanError`` for one that cannot be read."""

    def glance(self) -> Glance: ...
    def summary(self) -> Summary: ...
    def plan(self) -> Plan: ...
    def revision(self) -> str: ...
    def size(self) -> int: ...


class Handle:
    """One plan file. ``path`` is relative to the root; ``slug`` is None for a plan that is named by its path only.

    A file that cannot be read says why, in ``error``, and stops no other.
    """

    __slots__ = ("_look", "path", "slug")

    def __init__(self, slug: str | None, path: str, look: Look) -> None:
        self.slug = slug
        self.path = path
        self._look = look

    @staticmethod
    def of(slug: str | None, path: str, plan: Plan) -> Handle:
        """The handle of a plan that was read already, or is just written."""
        return Handle(slug, path, _Read(plan))

    @staticmethod
    def broken(slug: str | None, path: str, error: PlanError) -> Handle:
        return Handle(slug, path, _Broken(error))

    @property
    def name(self) -> str:
        """What a caller may send as ``plan``."""
        return self.slug or self.path

    @property
    def archived(self) -> bool:
        return self.path.startswith(f"{AGENTS}/{ARCHIVE}/")

    @property
    def error(self) -> PlanError | None:
        """Why it cannot be read."""
        try:
            self._look.glance()
        except PlanError as error:
            return error
        return None

    @property
    def plan(self) -> Plan | None:
        """The whole plan: what a list must not ask of every file."""
        try:
            return self._look.plan()
        except PlanError:
            return None

    @property
    def open(self) -> bool:
        """Whether it is work to do: readable, not archived, and its status does not say that it is over."""
        try:
            return not self.archived and not self._over()
        except PlanError:
            return False

    def whole(self) -> Plan:
        """The whole plan. Raises ``PlanError``."""
        return self._look.plan()

    def summary(self) -> Summary:
        """Raises ``PlanError``."""
        return self._look.summary()

    def title(self) -> str:
        """Raises ``PlanError``."""
        known = self._look.glance().title
        return known if known is not None else self._look.summary().title

    def obstacles(self) -> tuple[Obstacle, ...]:
        """Its blockers, open ones first. Raises ``PlanError``."""
        return () if self._look.glance().blocked is False else self._look.summary().obstacles

    def revision(self) -> str:
        """Of the text as it was looked at. Raises ``PlanError``."""
        return self._look.revision()

    def size(self) -> int:
        """Bytes of the file. Raises ``PlanError``."""
        return self._look.size()

    def _over(self) -> bool:
        known = self._look.glance().over
        return known if known is not None else self._look.summary().said in OVER


class OnDisk:
    """A file of the tree. Whatever is asked, it is read when first asked for, and answers the same from then on."""

    __slots__ = ("_begun", "_glance", "_index", "_path", "_plan", "_stamp", "_summary")

    def __init__(
        self, index: Index, path: str, stamp: Stamp | None = None, begun: Callable[[], None] | None = None
    ) -> None:
        self._index = index
        self._path = path
        self._stamp = stamp
        self._begun = begun
        """Hears of the first look at it."""
        self._glance: Glance | PlanError | None = None
        self._summary: Summary | PlanError | None = None
        self._plan: Plan | PlanError | None = None

    def glance(self) -> Glance:
        if self._glance is None:
            known = self._plan
            self._glance = glance_of(known) if isinstance(known, Plan) else known or self._asked(self._index.glance)
        return _told(self._glance)

    def summary(self) -> Summary:
        if self._summary is None:
            self._summary = self._asked(self._index.summary)
        return _told(self._summary)

    def plan(self) -> Plan:
        if self._plan is None:
            self._plan = self._asked(self._index.plan)
        return _told(self._plan)

    def revision(self) -> str:
        return _told(self._asked(self._index.revision))

    def size(self) -> int:
        return _told(self._asked(self._index.size))

    def _asked(self, ask: Callable[[str, Stamp | None], T]) -> T | PlanError:
        begun, self._begun = self._begun, None
        try:
            return ask(self._path, self._stamp)
        except PlanError as error:
            return error
        finally:
            if begun is not None:
                begun()


class _Read:
    """A plan that is in memory."""

    __slots__ = ("_plan",)

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def glance(self) -> Glance:
        return glance_of(self._plan)

    def summary(self) -> Summary:
        return summary_of(self._plan)

    def plan(self) -> Plan:
        return self._plan

    def revision(self) -> str:
        return self._plan.revision

    def size(self) -> int:
        return len(self._plan.source.encode())


class _Broken:
    """A file of which nothing is known but why."""

    __slots__ = ("_error",)

    def __init__(self, error: PlanError) -> None:
        self._error = error

    def _raise(self) -> NoReturn:
        raise self._error

    glance = summary = plan = revision = size = _raise


def _told(known: T | PlanError) -> T:
    if isinstance(known, PlanError):
        raise known
    return known
