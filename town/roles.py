"""What an officer may do, and for which sections."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

EVERY_SECTION = "*"


class Role(StrEnum):
    VIEWER = "viewer"
    ANSWER_EDITOR = "answer_editor"
    REPORT_HANDLER = "report_handler"
    BROADCAST_DRAFTER = "broadcast_drafter"
    BROADCAST_APPROVER = "broadcast_approver"
    ADMINISTRATOR = "administrator"


JAPANESE = {
    Role.VIEWER: "閲覧",
    Role.ANSWER_EDITOR: "回答の編集",
    Role.REPORT_HANDLER: "通報の対応",
    Role.BROADCAST_DRAFTER: "配信の起案",
    Role.BROADCAST_APPROVER: "配信の承認",
    Role.ADMINISTRATOR: "管理者",
}
NEEDS_FACTOR = frozenset({Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER, Role.ADMINISTRATOR})
NEEDS_TWO_ADMINISTRATORS = frozenset({Role.BROADCAST_APPROVER, Role.ADMINISTRATOR})
FOR_CONTRACTORS = frozenset({Role.VIEWER, Role.REPORT_HANDLER})
FOR_EVERY_SECTION = frozenset({Role.ADMINISTRATOR})  # accounts belong to no section
# At night these are exercised from wherever the officer is: no address may stand in the way.
FROM_ANYWHERE = frozenset({Role.BROADCAST_DRAFTER, Role.BROADCAST_APPROVER})


@dataclass(frozen=True)
class Powers:
    """Roles with the sections they hold for. A contractor sees only the cases that were given to them."""

    held: frozenset[tuple[Role, str]]
    has_own_cases_only: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(role for role, _ in self.held)

    def has(self, *roles: Role) -> bool:
        """Any of them, for any section."""
        return not self.roles.isdisjoint(roles)

    def covers(self, role: Role, section_id: str) -> bool:
        return (role, EVERY_SECTION) in self.held or (role, section_id) in self.held

    def sections(self, *roles: Role) -> frozenset[str] | None:
        """The sections any of these roles hold for; None means every section."""
        found = frozenset(section_id for role, section_id in self.held if role in roles)
        return None if EVERY_SECTION in found else found

    def without(self, roles: Iterable[Role]) -> "Powers":
        """The same, while some roles may not be exercised: without second factor, or from outside their networks."""
        dropped = frozenset(roles)
        return Powers(frozenset(one for one in self.held if one[0] not in dropped), self.has_own_cases_only)
