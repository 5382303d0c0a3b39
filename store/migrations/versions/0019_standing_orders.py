"""standing orders."""

import sqlalchemy as sa
from alembic import op


revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standing_orders",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["proposed_by"], ["officers.id"], name=op.f("fk_standing_orders_proposed_by_officers")),
        sa.ForeignKeyConstraint(["approved_by"], ["officers.id"], name=op.f("fk_standing_orders_approved_by_officers")),
        sa.ForeignKeyConstraint(["ended_by"], ["officers.id"], name=op.f("fk_standing_orders_ended_by_officers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_orders")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("standing_orders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standing_orders_kind"), ["kind"], unique=False)


def downgrade() -> None:
    op.drop_table("standing_orders")
