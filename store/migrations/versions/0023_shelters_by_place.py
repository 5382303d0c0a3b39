"""Whoever asks for the nearest shelter looks at a few kilometres of the map, not at the whole list."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_shelters_point", "shelters", ["latitude", "longitude"])


def downgrade() -> None:
    op.drop_index("ix_shelters_point", table_name="shelters")
