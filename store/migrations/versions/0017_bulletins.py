"""telegrams of the agency, what is in force by them, and the polls of its feeds."""

import sqlalchemy as sa
from alembic import op


revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jma_telegrams",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reading", sa.String(length=8), nullable=False),
        sa.Column("refusal", sa.String(length=200), nullable=True),
        sa.Column("type", sa.String(length=8), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("headline", sa.String(length=2000), nullable=False),
        sa.Column("office", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(length=4), nullable=True),
        sa.Column("info_type", sa.String(length=4), nullable=True),
        sa.Column("event_id", sa.String(length=200), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_ours", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jma_telegrams")),
        sa.UniqueConstraint("address", name=op.f("uq_jma_telegrams_address")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("jma_telegrams", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jma_telegrams_body_hash"), ["body_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_jma_telegrams_fetched_at"), ["fetched_at"], unique=False)
    op.create_table(
        "jma_states",
        sa.Column("series", sa.String(length=220), nullable=False),
        sa.Column("area_code", sa.String(length=12), nullable=False),
        sa.Column("area_name", sa.String(length=80), nullable=False),
        sa.Column("type", sa.String(length=8), nullable=False),
        sa.Column("office", sa.String(length=120), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("telegram_id", sa.Integer(), nullable=False),
        sa.Column("in_force", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("told", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["telegram_id"], ["jma_telegrams.id"], name=op.f("fk_jma_states_telegram_id_jma_telegrams")
        ),
        sa.PrimaryKeyConstraint("series", "area_code", name=op.f("pk_jma_states")),
    )
    op.create_table(
        "jma_polls",
        sa.Column("feed", sa.String(length=12), nullable=False),
        sa.Column("etag", sa.String(length=200), nullable=True),
        sa.Column("modified", sa.String(length=60), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failure", sa.String(length=60), nullable=True),
        sa.Column("is_behind", sa.Boolean(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("loaded_on", sa.Date(), nullable=False),
        sa.Column("loaded_bytes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("feed", name=op.f("pk_jma_polls")),
    )


def downgrade() -> None:
    op.drop_table("jma_polls")
    op.drop_table("jma_states")
    op.drop_table("jma_telegrams")
