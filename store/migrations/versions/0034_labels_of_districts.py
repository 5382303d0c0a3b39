"""what a district is to the resident who chose it: home, parents, work."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("resident_districts", sa.Column("label", sa.String(length=8), nullable=True))


def downgrade() -> None:
    op.drop_column("resident_districts", "label")
