"""Rules the house keeps by itself, so that reviewers need not."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.relay import OUR_BUTTONS
from handlers import router
from scheduler.clock import TIMETABLE
from settings import Settings
from speech.incoming import Pressed
from store import bell

ROOT = Path(__file__).parent.parent
FLOORS = (
    "bot",
    "staff",
    "public",
    "scheduler",
    "handlers",
    "alerts",
    "reports",
    "knowledge",
    "town",
    "speech",
    "store",
)
HOUSE = [path for floor in (*FLOORS, "commands", "simulator") for path in (ROOT / floor).rglob("*.py")] + list(
    ROOT.glob("*.py")
)
SOURCES = [path for path in HOUSE if "migrations/versions" not in path.as_posix()]
STORIES = [path for folder in ("tests", "benchmarks") for path in (ROOT / folder).rglob("*.py")]
EVERYTHING = [*SOURCES, *STORIES]
LONGEST_FILE, LONGEST_FUNCTION = 250, 30
FORBIDDEN = re.compile(
    r"(^|_)(util|utils|helper|helpers|common|base|manager|service|processor|data|info)(_|$)|^handle_"
)
# A section, a file and a word that other people named.
ALLOWED_NAMES = {"service_counter", "my_number_service", "data"}


def trees(paths: Iterable[Path] = SOURCES) -> list[tuple[Path, ast.Module]]:
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_nobody_imports_upstairs():
    command = [Path(sys.executable).parent / "lint-imports", "--no-logo"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_no_file_is_longer_than_a_sitting():
    sizes = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in EVERYTHING}
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_page():
    """A story neither: its steps have names."""
    long = {
        f"{path.relative_to(ROOT)}:{one.lineno} {one.name}": size
        for path, tree in trees(EVERYTHING)
        for one in functions(tree)
        if (size := (one.end_lineno or 0) - one.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_every_module_says_what_it_is_for():
    first_lines = {path: (ast.get_docstring(tree) or "").split("\n")[0] for path, tree in trees(EVERYTHING)}
    assert [str(path) for path, line in first_lines.items() if not line.endswith(".")] == []


def test_nothing_is_imported_inside_a_function():
    inside = [
        f"{path.name}:{node.lineno}"
        for path, tree in trees(EVERYTHING)
        for one in functions(tree)
        for node in ast.walk(one)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_names_say_what_things_are():
    vague = {
        f"{path.relative_to(ROOT)} {one.name}"
        for path, tree in trees()
        for one in ast.walk(tree)
        if isinstance(one, ast.FunctionDef | ast.ClassDef)
        and FORBIDDEN.search(one.name.casefold())
        and one.name not in ALLOWED_NAMES
    }
    assert vague == set()
    assert [str(path) for path in EVERYTHING if FORBIDDEN.search(path.stem)] == []


def test_only_a_door_looks_at_the_clock():
    """Time comes in as an argument below the doors."""
    looking = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.relative_to(ROOT).parts[0] in ("handlers", "alerts", "reports", "knowledge", "town", "speech", "store")
        and re.search(r"\.(now|utcnow|today)\(", path.read_text(encoding="utf-8"))
    ]
    assert looking == []


def test_every_bell_on_the_timetable_exists_and_every_bell_is_rung():
    assert {name for _, name, _ in TIMETABLE} == set(bell.NAMES)


def test_the_procfile_answers_every_bell():
    queues = re.findall(r"--queues ([a-z ]+)", (ROOT / "Procfile").read_text())
    assert {name for line in queues for name in line.split()} == set(bell.NAMES)


def test_route_names_are_unique():
    names = [route.name for route in (*router.SAFETY, *router.ROUTES)]
    assert len(names) == len(set(names))


def test_the_relay_knows_which_buttons_are_ours():
    """A button the relay calls ours must have a route of its own, and the other way round."""
    assert all(router.choose(Pressed(f"{beginning}x")).name != "anything" for beginning in OUR_BUTTONS)
    assert router.choose(Pressed("vendor:menu")).name == "anything"


def test_there_is_one_migration_head():
    versions = list((ROOT / "store/migrations/versions").glob("*.py"))
    numbers = [re.search(r'^revision = [\'"](\d{4})[\'"]', path.read_text(), re.M) for path in versions]
    downs = [re.search(r'^down_revision = [\'"]?(\w+)', path.read_text(), re.M) for path in versions]
    heads = {one.group(1) for one in numbers if one} - {one.group(1) for one in downs if one}
    assert len(heads) == 1
    assert sorted(one.group(1) for one in numbers if one) == [f"{n:04}" for n in range(1, len(versions) + 1)]


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_described(name):
    assert f"`{name.upper()}`" in (ROOT / "docs/running.md").read_text(encoding="utf-8")


def test_no_test_patches_a_name_by_its_path():
    patched = [str(p) for p in (ROOT / "tests").rglob("*.py") if re.search(r"(patch|setattr)\(\s*[\"']", p.read_text(encoding="utf-8"))]  # fmt: skip
    assert patched == [] or patched == [str(Path(__file__))]
