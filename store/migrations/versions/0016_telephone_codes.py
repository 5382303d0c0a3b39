"""telephone codes."""

import sqlalchemy as sa
from alembic import op


revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "telephone_codes",
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_telephone_codes_officer_id_officers")),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_telephone_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_telephone_codes_code_hash")),
    )


def downgrade() -> None:
    op.drop_table("telephone_codes")
