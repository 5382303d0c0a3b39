"""who wishes no sound at night, and which requests ask LINE for none."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

COLUMNS = (("residents", "is_silent_at_night"), ("deliveries", "is_silent"))


def upgrade() -> None:
    for table, column in COLUMNS:
        op.add_column(table, sa.Column(column, sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    for table, column in reversed(COLUMNS):
        op.drop_column(table, column)
