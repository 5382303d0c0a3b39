"""drills reach testers only, and the database sees to it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_REFUSAL = "a drill may only go to its own tester"


def upgrade() -> None:
    op.create_table(
        "testers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.String(length=64), nullable=True),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_testers")),
        sa.UniqueConstraint("line_id", name=op.f("uq_testers_line_id")),
        sa.UniqueConstraint("officer_id", name=op.f("uq_testers_officer_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("deliveries", table_kwargs={"sqlite_autoincrement": True}) as deliveries:
        deliveries.add_column(sa.Column("is_drill", sa.Boolean(), server_default=sa.false(), nullable=False))
        deliveries.add_column(sa.Column("tester_id", sa.Integer(), nullable=True))
        deliveries.create_foreign_key(op.f("fk_deliveries_tester_id_testers"), "testers", ["tester_id"], ["id"])
        deliveries.create_check_constraint("drill_has_tester", "is_drill = (tester_id IS NOT NULL)")
        deliveries.create_check_constraint("drill_is_pushed", "NOT is_drill OR way = 'push'")
    _watch_drills()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER drill_goes_to_its_tester ON deliveries")
        op.execute("DROP FUNCTION drill_goes_to_its_tester()")
    else:
        op.execute("DROP TRIGGER drill_goes_to_its_tester_new")
        op.execute("DROP TRIGGER drill_goes_to_its_tester_changed")
    with op.batch_alter_table("deliveries", table_kwargs={"sqlite_autoincrement": True}) as deliveries:
        deliveries.drop_constraint("drill_is_pushed", type_="check")
        deliveries.drop_constraint("drill_has_tester", type_="check")
        deliveries.drop_constraint(op.f("fk_deliveries_tester_id_testers"), type_="foreignkey")
        deliveries.drop_column("tester_id")
        deliveries.drop_column("is_drill")
    op.drop_table("testers")


def _watch_drills() -> None:
    """`to` of a drill is one telephone, the tester's own; an emptied row has none."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"""
            CREATE FUNCTION drill_goes_to_its_tester() RETURNS trigger AS $$ BEGIN
              IF NEW.is_drill AND NEW."to" IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM testers WHERE id = NEW.tester_id
                AND NEW."to"::jsonb = jsonb_build_array(line_id)
              ) THEN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'check_violation'; END IF;
              RETURN NEW;
            END $$ LANGUAGE plpgsql
        """)  # noqa: S608 - our own words
        op.execute("""
            CREATE TRIGGER drill_goes_to_its_tester BEFORE INSERT OR UPDATE OF "to", is_drill, tester_id ON deliveries
            FOR EACH ROW EXECUTE FUNCTION drill_goes_to_its_tester()
        """)
        return
    for name, moment in (("new", "INSERT"), ("changed", 'UPDATE OF "to", is_drill, tester_id')):
        op.execute(f"""
            CREATE TRIGGER drill_goes_to_its_tester_{name} BEFORE {moment} ON deliveries
            WHEN NEW.is_drill AND NEW."to" IS NOT NULL AND NOT EXISTS (
              SELECT 1 FROM testers WHERE id = NEW.tester_id AND json(NEW."to") = json_array(line_id)
            )
            BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END
        """)  # noqa: S608 - our own words
