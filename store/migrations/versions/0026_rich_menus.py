"""the default rich menu and menus in residents' own languages."""

import sqlalchemy as sa
from alembic import op


revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rich_menu",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_disaster", sa.Boolean(), nullable=False),
        sa.Column("before_id", sa.String(length=64), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(length=60), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rich_menu")),
    )
    op.create_table(
        "menu_links",
        sa.Column("resident_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name=op.f("fk_menu_links_resident_id_residents")),
        sa.PrimaryKeyConstraint("resident_id", name=op.f("pk_menu_links")),
    )


def downgrade() -> None:
    op.drop_table("menu_links")
    op.drop_table("rich_menu")
