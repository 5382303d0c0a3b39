"""what residents chose for the day they must leave (マイ・タイムライン)."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "timelines",
        sa.Column("resident_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hazards", sa.JSON(), nullable=False),
        sa.Column("helped", sa.JSON(), nullable=False),
        sa.Column("place", sa.String(length=16), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("resident_id", name=op.f("pk_timelines")),
    )


def downgrade() -> None:
    op.drop_table("timelines")
