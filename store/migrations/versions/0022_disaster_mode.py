"""disaster mode."""

import sqlalchemy as sa
from alembic import op


revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disaster_mode",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quiet_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("despite", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disaster_mode")),
    )
    op.create_table(
        "disaster_switches",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("way", sa.String(length=4), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_order", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["officers.id"], name=op.f("fk_disaster_switches_proposed_by_officers")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["officers.id"], name=op.f("fk_disaster_switches_decided_by_officers")),
        sa.ForeignKeyConstraint(
            ["by_order"], ["standing_orders.id"], name=op.f("fk_disaster_switches_by_order_standing_orders")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disaster_switches")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("disaster_switches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disaster_switches_state"), ["state"], unique=False)


def downgrade() -> None:
    op.drop_table("disaster_switches")
    op.drop_table("disaster_mode")
