"""urgent reports ring, overdue ones are told."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

RINGING = sa.text("rings_since IS NOT NULL")
UNTOLD = sa.text(
    "overdue_told_at IS NULL AND stage IN ('checking', 'in_progress', 'on_hold', 'passed_on', 'received', 'scheduled')"
)


def upgrade() -> None:
    op.add_column("reports", sa.Column("rings_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("reports", sa.Column("overdue_told_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_reports_ringing", "reports", ["rings_since"], sqlite_where=RINGING, postgresql_where=RINGING)
    op.create_index("ix_reports_overdue", "reports", ["due_at"], sqlite_where=UNTOLD, postgresql_where=UNTOLD)


def downgrade() -> None:
    op.drop_index("ix_reports_overdue", "reports")
    op.drop_index("ix_reports_ringing", "reports")
    op.drop_column("reports", "overdue_told_at")
    op.drop_column("reports", "rings_since")
