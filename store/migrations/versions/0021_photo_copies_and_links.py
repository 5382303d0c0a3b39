"""photo copies and links, sayings."""

import sqlalchemy as sa
from alembic import op


revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

OLD = sa.text("state IN ('wanted', 'fetching', 'destroyed')")
NEW = sa.text("state IN ('wanted', 'fetching', 'making', 'destroyed')")


def upgrade() -> None:
    with op.batch_alter_table("report_photos", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.drop_index("ix_report_photos_open")
        batch_op.add_column(sa.Column("officer_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("original_id", sa.Integer(), nullable=True))
        batch_op.drop_column("is_published")
        batch_op.create_foreign_key(
            batch_op.f("fk_report_photos_officer_id_officers"), "officers", ["officer_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_report_photos_original_id_report_photos"), "report_photos", ["original_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_report_photos_original_id"), ["original_id"], unique=False)
        batch_op.create_index("ix_report_photos_open", ["next_try_at"], sqlite_where=NEW, postgresql_where=NEW)
    op.create_table(
        "report_photo_links",
        sa.Column("name", sa.String(length=48), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("seen", sa.String(length=12), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["report_photos.id"], name=op.f("fk_report_photo_links_photo_id_report_photos")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_report_photo_links")),
    )
    with op.batch_alter_table("report_photo_links", schema=None) as batch_op:
        batch_op.create_index(
            "ix_report_photo_links_open", ["photo_id"], unique=False,
            sqlite_where=sa.text("closed_at IS NULL"), postgresql_where=sa.text("closed_at IS NULL"),
        )  # fmt: skip
    op.create_table(
        "report_sayings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["report_events.id"], name=op.f("fk_report_sayings_event_id_report_events")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_sayings_report_id_reports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_sayings")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("report_sayings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_sayings_message_id"), ["message_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_sayings_report_id"), ["report_id"], unique=False)


def downgrade() -> None:
    op.drop_table("report_sayings")
    op.drop_table("report_photo_links")
    with op.batch_alter_table("report_photos", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.drop_index("ix_report_photos_open")
        batch_op.drop_index(batch_op.f("ix_report_photos_original_id"))
        batch_op.drop_constraint(batch_op.f("fk_report_photos_original_id_report_photos"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_report_photos_officer_id_officers"), type_="foreignkey")
        batch_op.add_column(sa.Column("is_published", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.drop_column("original_id")
        batch_op.drop_column("officer_id")
        batch_op.create_index("ix_report_photos_open", ["next_try_at"], sqlite_where=OLD, postgresql_where=OLD)
