"""rings know whose notice they are about."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rings", sa.Column("section_id", sa.String(length=40), nullable=True))


def downgrade() -> None:
    op.drop_column("rings", "section_id")
