"""new reports of somebody are stopped by two officers."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_mutes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("how", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_report_mutes_resident_id_residents")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_mutes_report_id_reports")),
        sa.ForeignKeyConstraint(["proposed_by"], ["officers.id"], name=op.f("fk_report_mutes_proposed_by_officers")),
        sa.ForeignKeyConstraint(["decided_by"], ["officers.id"], name=op.f("fk_report_mutes_decided_by_officers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_mutes")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("report_mutes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_mutes_ended_at"), ["ended_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_mutes_resident_id"), ["resident_id"], unique=False)


def downgrade() -> None:
    op.drop_table("report_mutes")
