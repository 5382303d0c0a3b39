"""who telephoned about a report."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_callers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("once_key", sa.String(length=36), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=True),
        sa.Column("phone", sa.String(length=30), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_callers_report_id_reports")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_report_callers_officer_id_officers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_callers")),
        sa.UniqueConstraint("once_key", name=op.f("uq_report_callers_once_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("report_callers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_callers_report_id"), ["report_id"], unique=False)


def downgrade() -> None:
    op.drop_table("report_callers")
