"""places that residents show later on a web map."""

import sqlalchemy as sa
from alembic import op


revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_pins",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=True),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_pins_report_id_reports")),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_report_pins_resident_id_residents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_pins")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_report_pins_key_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_report_pins_expires_at"), "report_pins", ["expires_at"])
    op.create_index(op.f("ix_report_pins_report_id"), "report_pins", ["report_id"])
    op.create_index(op.f("ix_report_pins_resident_id"), "report_pins", ["resident_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_report_pins_resident_id"), table_name="report_pins")
    op.drop_index(op.f("ix_report_pins_report_id"), table_name="report_pins")
    op.drop_index(op.f("ix_report_pins_expires_at"), table_name="report_pins")
    op.drop_table("report_pins")
