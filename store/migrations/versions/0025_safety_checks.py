"""safety checks."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "safety_checks",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=True),
        sa.Column("districts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("prepared_by", sa.Integer(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("emptied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_counts", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["prepared_by"], ["officers.id"], name=op.f("fk_safety_checks_prepared_by_officers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_checks")),
        sa.UniqueConstraint("broadcast_id", name=op.f("uq_safety_checks_broadcast_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_safety_checks_emptied_at"), "safety_checks", ["emptied_at"], unique=False)
    op.create_table(
        "safety_watches",
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["check_id"], ["safety_checks.id"], name=op.f("fk_safety_watches_check_id_safety_checks")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_safety_watches_officer_id_officers")),
        sa.PrimaryKeyConstraint("check_id", "officer_id", name=op.f("pk_safety_watches")),
    )
    op.create_table(
        "safety_entries",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.String(length=40), nullable=False),
        sa.Column("condition", sa.String(length=8), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("place_message_id", sa.String(length=64), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["check_id"], ["safety_checks.id"], name=op.f("fk_safety_entries_check_id_safety_checks")
        ),
        sa.ForeignKeyConstraint(["read_by"], ["officers.id"], name=op.f("fk_safety_entries_read_by_officers")),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_safety_entries_resident_id_residents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_entries")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("safety_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_safety_entries_check_id"), ["check_id", "resident_id"], unique=True)
        batch_op.create_index(batch_op.f("ix_safety_entries_place_message_id"), ["place_message_id"], unique=False)
    op.create_table(
        "safety_words",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["safety_entries.id"],
            name=op.f("fk_safety_words_entry_id_safety_entries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_words")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("safety_words", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_safety_words_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_safety_words_message_id"), ["message_id"], unique=False)


def downgrade() -> None:
    op.drop_table("safety_words")
    op.drop_table("safety_entries")
    op.drop_table("safety_watches")
    op.drop_table("safety_checks")
