"""What a database ran once is never run again there: a landed migration does not change, what follows is a new one."""

from tests.architecture.landed_migrations import PROJECT, listed, present

# Run at the end of every `migrate`, so that what it says now holds everywhere.
RUN_EVERY_TIME = {"events/sql/rights.sql"}
QUESTIONS = "read_"
"""What a script is called that the program asks each time as it says now; no migration runs one."""


def changed(suffix: str) -> list[str]:
    now = present()
    return [name for name, digest in listed().items() if name.endswith(suffix) and now.get(name) != digest]


def test_no_migration_that_landed_changes() -> None:
    assert not changed(".py"), (
        "Databases ran these migrations as they were, and will not run them again. Put them back as they were "
        "(`git log -p -- <file>`), and write a new migration that makes the difference."
    )


def test_a_script_that_changes_is_run_again_by_a_migration_that_has_not_landed() -> None:
    new = [name for name in present() if name.endswith(".py") and name not in listed()]
    texts = [(PROJECT / name).read_text(encoding="utf-8") for name in new]
    scripts = [name.rpartition("/")[2].removesuffix(".sql") for name in changed(".sql") if name not in RUN_EVERY_TIME]
    once = [it for it in scripts if not it.startswith(QUESTIONS)]
    forgotten = [it for it in once if not any(f'script("{it}")' in text for text in texts)]
    assert not forgotten, (
        "Landed migrations ran these scripts as they were. Let a new migration run each once more, as "
        'events/migrations/0008_boundary_in_order.py does with script("closed_boundary").'
    )


def test_no_migration_runs_a_question() -> None:
    names = [name.rpartition("/")[2].removesuffix(".sql") for name in present() if name.endswith(".sql")]
    questions = [name for name in names if name.startswith(QUESTIONS)]
    assert questions
    migrations = [(PROJECT / name).read_text(encoding="utf-8") for name in present() if name.endswith(".py")]
    assert not [name for name in questions if any(f'"{name}"' in text for text in migrations)]
