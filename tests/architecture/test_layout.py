"""What the linters cannot see: the top of the house, its sizes and words, and that nothing of one machine got in."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
LAYOUT = {
    *("manage.py", "f6_project", "events", "readmodels", "federation", "management_ui", "templates"),
    *("requirements.txt", "requirements-dev.txt", "docker-compose.yml", "tests", "examples"),
    *(
        "README.md",
        "pyproject.toml",
        "Makefile",
        "docs",
        ".ci",
        ".env.example",
        "Dockerfile",
        "LICENSE",
        "CHANGELOG.md",
    ),
    *(".gitignore", ".dockerignore"),
}
ROOMS = ("f6_project", "events", "readmodels", "federation", "management_ui", "examples")
LINES_MAX = 300
FUNCTION_LINES_MAX = 40
# file: why it may be longer
LONG_FILES = {
    "events/domain/refusals.py": "every refusal of the rules in one list, which a test proves complete",
    "events/api/openapi_schemas.py": "the OpenAPI schemas: data, not code",
    "f6_project/problems.py": "one table: what each refusal answers",
    "f6_project/settings.py": "Django's settings, in the order an operator reads them",
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "manager", "misc"}
# Written in parts, so that this file does not find itself.
MACHINE_PATHS = re.compile(
    "|".join(("/" + "work" + r"/(?:main|shared)\b", "/" + "root" + "/", "/" + "home" + r"/\w+/", "/" + r"tmp/f6\b"))
)
REGISTRY_HOSTS = re.compile(
    "|".join(
        (
            "pypi" + r"\.org/simple",
            "--" + "index-url",
            "--extra-" + "index-url",
            "--find-" + "links",
            "files.python" + "hosted",
        )
    )
)


@lru_cache
def tracked() -> tuple[str, ...]:
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("git does not tell which files are tracked here")
    return tuple(name for name in listed.stdout.splitlines() if (PROJECT / name).exists())


def python_files(*, tests: bool = False) -> Iterator[str]:
    for name in tracked():
        inside = name.startswith(ROOMS) or (tests and name.startswith("tests/"))
        if inside and name.endswith(".py") and "/migrations/" not in name:
            yield name


def text_of(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8", errors="ignore")


def test_the_top_level_holds_the_rooms_and_what_readers_expect() -> None:
    assert {name.split("/", 1)[0] for name in tracked()} <= LAYOUT


def test_no_tracked_file_names_a_path_of_one_machine() -> None:
    found = [name for name in tracked() if MACHINE_PATHS.search(text_of(name))]
    assert not found


def test_no_tracked_file_names_a_registry() -> None:
    found = [name for name in tracked() if REGISTRY_HOSTS.search(text_of(name))]
    assert not found


def test_no_file_is_too_long_without_a_reason() -> None:
    long = {name for name in python_files() if text_of(name).count("\n") > LINES_MAX}
    assert long <= LONG_FILES.keys()


def test_every_listed_reason_is_still_needed() -> None:
    assert all((PROJECT / name).exists() for name in LONG_FILES)


def test_no_module_has_a_name_that_says_nothing() -> None:
    found = [name for name in python_files(tests=True) if Path(name).stem in FORBIDDEN_NAMES]
    assert not found


def test_every_limit_ends_in_max() -> None:
    """A constant that bounds something from above is called …_MAX, so that limits can be found."""
    suspicious = re.compile(r"^(MAX_|LIMIT_)|_LIMIT$|_MAXIMUM$")
    allowed = {"AXES_FAILURE_LIMIT", "CELERY_TASK_SOFT_TIME_LIMIT", "CELERY_TASK_TIME_LIMIT"}  # names of libraries
    found = [
        f"{name}: {target.id}"
        for name in python_files()
        for node in ast.walk(ast.parse(text_of(name)))
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and suspicious.search(target.id) and target.id not in allowed
    ]
    assert not found


def test_no_function_is_too_long() -> None:
    found = [
        f"{name}:{node.lineno} {node.name} has {lines_of(node)} lines"
        for name in python_files()
        for node in ast.walk(ast.parse(text_of(name)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and lines_of(node) > FUNCTION_LINES_MAX
    ]
    assert not found


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How long a function is, without what its docstring takes."""
    first = function.body[0]
    explained = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and len(function.body) > 1
    documentation = (first.end_lineno or 0) - first.lineno + 1 if explained else 0
    return (function.end_lineno or 0) - function.lineno + 1 - documentation


def test_only_the_store_and_the_sequencer_touch_the_log() -> None:
    """One door to the log (docs/architecture.md): nobody else names its tables in SQL."""
    log_tables = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+event(?:_payload|_object|_ref|_log|_horizon)?\b(?!_)")
    doors = ("events/store/", "events/sequencer.py", "events/sql/", "events/migrations/")
    found = [name for name in python_files() if not name.startswith(doors) and log_tables.search(text_of(name))]
    assert not found


@pytest.mark.parametrize("pattern", [r"\bbreakpoint\(", "TO" + "DO", "FIX" + "ME"])
def test_nothing_unfinished_is_left_behind(pattern: str) -> None:
    assert [name for name in python_files() if re.search(pattern, text_of(name))] == []
