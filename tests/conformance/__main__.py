"""`python -m tests.conformance VIEW FILE.jsonl.gz [--answers OUT] [--table PAGE]`: how far we answer these cases."""

import argparse
import os
import sys
from pathlib import Path

import django


def main() -> int:
    """Judge every case of the file; 0 only if all pass."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "f6_project.settings")
    os.environ.setdefault("F6_ENV", "development")
    django.setup()
    from tests.conformance import cases, unmet
    from tests.conformance.views import VIEWS

    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("view", choices=sorted(VIEWS))
    parser.add_argument("file", type=Path)
    parser.add_argument("--answers", type=Path, help="write one line a case: its id and our answer")
    parser.add_argument("--table", type=Path, help="write a page: passed and failed per feature, and why")
    asked = parser.parse_args()
    judged = [cases.judge(VIEWS[asked.view], case) for case in cases.load(asked.file)]
    cases.report(judged, write=print)
    if asked.answers:
        cases.write_answers(judged, path=asked.answers)
    if asked.table:
        asked.table.write_text(unmet.page(judged), encoding="utf-8")
    return 0 if judged and all(one.passed for one in judged) else 1


if __name__ == "__main__":
    sys.exit(main())
