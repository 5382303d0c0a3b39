"""asked questions and confirmed phrasings."""

import sqlalchemy as sa
from alembic import op


revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asked_questions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("token", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("entry_ids", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("best_entry_id", sa.String(length=60), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("message_id", sa.String(length=64), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_helped", sa.Boolean(), nullable=True),
        sa.Column("is_sent", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("keep_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_questions")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("asked_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asked_questions_message_id"), ["message_id"], unique=False)
        batch_op.create_index(
            "ix_asked_questions_open",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.create_index(
            "ix_asked_questions_worded",
            ["asked_at"],
            unique=False,
            sqlite_where=sa.text("text IS NOT NULL"),
            postgresql_where=sa.text("text IS NOT NULL"),
        )

    op.create_table(
        "confirmed_phrasings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("likeness", sa.String(length=600), nullable=False),
        sa.Column("text", sa.String(length=600), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("entry_id", sa.String(length=60), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_by", sa.String(length=64), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmed_phrasings")),
        sa.UniqueConstraint("likeness", name=op.f("uq_confirmed_phrasings_likeness")),
    )
    with op.batch_alter_table("confirmed_phrasings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_confirmed_phrasings_asked_id"), ["asked_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_confirmed_phrasings_entry_id"), ["entry_id"], unique=False)

    op.create_table(
        "question_senders",
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_id"],
            ["asked_questions.id"],
            name=op.f("fk_question_senders_asked_id_asked_questions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_question_senders_resident_id_residents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("asked_id", name=op.f("pk_question_senders")),
    )
    with op.batch_alter_table("question_senders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_senders_resident_id"), ["resident_id"], unique=False)


def downgrade() -> None:
    op.drop_table("question_senders")
    op.drop_table("confirmed_phrasings")
    op.drop_table("asked_questions")
