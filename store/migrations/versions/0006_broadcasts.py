"""notices to many, orders in force, and what residents wish to hear about."""

import sqlalchemy as sa
from alembic import op


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("is_drill", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.String(length=40), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("audience", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("frozen", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("drafted_by", sa.Integer(), nullable=True),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=True),
        sa.Column("is_alone", sa.Boolean(), nullable=False),
        sa.Column("ratified_by", sa.Integer(), nullable=True),
        sa.Column("ratified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ordered_by", sa.String(length=80), nullable=True),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("grounds", sa.String(length=400), nullable=True),
        sa.Column("document_number", sa.String(length=80), nullable=True),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("repeats", sa.String(length=8), nullable=True),
        sa.Column("repeats_until", sa.Date(), nullable=True),
        sa.Column("skips_closing_days", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("corrects_as", sa.String(length=12), nullable=True),
        sa.Column("ends_order_ids", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("recipient_count", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["corrects_id", "is_drill"],
            ["broadcasts.id", "broadcasts.is_drill"],
            name=op.f("fk_broadcasts_corrects_id_is_drill_broadcasts"),
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["officers.id"], name=op.f("fk_broadcasts_decided_by_officers")),
        sa.ForeignKeyConstraint(["drafted_by"], ["officers.id"], name=op.f("fk_broadcasts_drafted_by_officers")),
        sa.ForeignKeyConstraint(["ratified_by"], ["officers.id"], name=op.f("fk_broadcasts_ratified_by_officers")),
        sa.ForeignKeyConstraint(["submitted_by"], ["officers.id"], name=op.f("fk_broadcasts_submitted_by_officers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
        sa.UniqueConstraint("id", "is_drill", name=op.f("uq_broadcasts_id_is_drill")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("broadcasts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_broadcasts_corrects_id"), ["corrects_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_broadcasts_stage"), ["stage"], unique=False)

    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("district_id", sa.String(length=40), nullable=False),
        sa.Column("hazard", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ordered_by", sa.String(length=80), nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_orders_district_id"), ["district_id"], unique=False)
        batch_op.create_index(
            "uq_orders_in_force",
            ["district_id", "hazard"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "resident_districts",
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"],
            ["districts.id"],
            name=op.f("fk_resident_districts_district_id_districts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_resident_districts_resident_id_residents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("resident_id", "district_id", name=op.f("pk_resident_districts")),
    )
    with op.batch_alter_table("resident_districts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resident_districts_district_id"), ["district_id"], unique=False)

    op.create_table(
        "resident_topics",
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_resident_topics_resident_id_residents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("resident_id", "topic_id", name=op.f("pk_resident_topics")),
    )
    with op.batch_alter_table("resident_topics", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resident_topics_topic_id"), ["topic_id"], unique=False)

    op.create_table(
        "broadcast_versions",
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("audience", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcasts.id"], name=op.f("fk_broadcast_versions_broadcast_id_broadcasts")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_broadcast_versions_officer_id_officers")
        ),
        sa.PrimaryKeyConstraint("broadcast_id", "revision", name=op.f("pk_broadcast_versions")),
    )
    _hold_drills_apart()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER drill_stays_a_drill ON broadcasts")
        op.execute("DROP FUNCTION drill_stays_a_drill()")
        op.execute("DROP TRIGGER delivery_agrees_with_its_notice ON deliveries")
        op.execute("DROP FUNCTION delivery_agrees_with_its_notice()")
    else:
        for name in (
            "drill_stays_a_drill",
            "delivery_agrees_with_its_notice_new",
            "delivery_agrees_with_its_notice_changed",
        ):
            op.execute(f"DROP TRIGGER {name}")
    op.drop_table("broadcast_versions")
    with op.batch_alter_table("resident_topics", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resident_topics_topic_id"))

    op.drop_table("resident_topics")
    with op.batch_alter_table("resident_districts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resident_districts_district_id"))

    op.drop_table("resident_districts")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_orders_in_force", sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_orders_district_id"))

    op.drop_table("orders")
    with op.batch_alter_table("broadcasts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_broadcasts_stage"))
        batch_op.drop_index(batch_op.f("ix_broadcasts_corrects_id"))

    op.drop_table("broadcasts")


def _hold_drills_apart() -> None:
    """A record made in training can never be sent live, whatever is edited later, and by whatever means."""
    if op.get_bind().dialect.name == "postgresql":
        _on_postgresql()
    else:
        _on_sqlite()


def _on_postgresql() -> None:
    op.execute("""
        CREATE FUNCTION drill_stays_a_drill() RETURNS trigger AS $$ BEGIN
          IF NEW.is_drill IS DISTINCT FROM OLD.is_drill THEN
            RAISE EXCEPTION 'a drill stays a drill' USING ERRCODE = 'check_violation'; END IF;
          RETURN NEW;
        END $$ LANGUAGE plpgsql
    """)
    op.execute("""
        CREATE TRIGGER drill_stays_a_drill BEFORE UPDATE OF is_drill ON broadcasts
        FOR EACH ROW EXECUTE FUNCTION drill_stays_a_drill()
    """)
    op.execute("""
        CREATE FUNCTION delivery_agrees_with_its_notice() RETURNS trigger AS $$ BEGIN
          IF EXISTS (SELECT 1 FROM broadcasts WHERE id = NEW.notice_id AND is_drill <> NEW.is_drill) THEN
            RAISE EXCEPTION 'a drill and a live notice do not mix' USING ERRCODE = 'check_violation'; END IF;
          RETURN NEW;
        END $$ LANGUAGE plpgsql
    """)
    op.execute("""
        CREATE TRIGGER delivery_agrees_with_its_notice BEFORE INSERT OR UPDATE OF notice_id, is_drill ON deliveries
        FOR EACH ROW WHEN (NEW.notice_id IS NOT NULL) EXECUTE FUNCTION delivery_agrees_with_its_notice()
    """)


def _on_sqlite() -> None:
    op.execute("""
        CREATE TRIGGER drill_stays_a_drill BEFORE UPDATE OF is_drill ON broadcasts
        WHEN NEW.is_drill IS NOT OLD.is_drill
        BEGIN SELECT RAISE(ABORT, 'a drill stays a drill'); END
    """)
    for name, moment in (("new", "INSERT"), ("changed", "UPDATE OF notice_id, is_drill")):
        op.execute(f"""
            CREATE TRIGGER delivery_agrees_with_its_notice_{name} BEFORE {moment} ON deliveries
            WHEN NEW.notice_id IS NOT NULL
              AND EXISTS (SELECT 1 FROM broadcasts WHERE id = NEW.notice_id AND is_drill <> NEW.is_drill)
            BEGIN SELECT RAISE(ABORT, 'a drill and a live notice do not mix'); END
        """)  # noqa: S608 - our own words
