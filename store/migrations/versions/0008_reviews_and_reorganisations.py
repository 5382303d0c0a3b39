"""reviews and reorganisations."""

import sqlalchemy as sa
from alembic import op


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entry_reviews",
        sa.Column("entry_id", sa.String(length=60), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.String(length=64), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("told_stage", sa.String(length=16), nullable=True),
        sa.Column("told_review_by", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entry_reviews")),
    )
    op.create_table(
        "reorganisations",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("plan_hash", sa.String(length=64), nullable=False),
        sa.Column("may_orphan", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("filed_by", sa.String(length=64), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reorganisations")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reorganised",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("reorganisation_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=160), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reorganisation_id"],
            ["reorganisations.id"],
            name=op.f("fk_reorganised_reorganisation_id_reorganisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reorganised")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("reorganised", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reorganised_reorganisation_id"), ["reorganisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reorganised_subject"), ["subject"], unique=False)


def downgrade() -> None:
    op.drop_table("reorganised")
    op.drop_table("reorganisations")
    op.drop_table("entry_reviews")
