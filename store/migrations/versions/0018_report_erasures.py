"""report erasures."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_erasures",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("after_days", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_erasures_report_id_reports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_erasures")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("report_erasures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_erasures_batch"), ["batch"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_erasures_report_id"), ["report_id"], unique=False)


def downgrade() -> None:
    op.drop_table("report_erasures")
