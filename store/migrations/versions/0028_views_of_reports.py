"""views of the list of reports that an officer has named."""

import sqlalchemy as sa
from alembic import op


revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_views",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_report_views_officer_id_officers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_views")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_report_views_officer_id_name", "report_views", ["officer_id", "name"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_report_views_officer_id_name", table_name="report_views")
    op.drop_table("report_views")
