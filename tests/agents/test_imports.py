"""What a worker loads itself: neither spaCy nor numpy, which its processes load."""

from __future__ import annotations

import subprocess
import sys


def test_a_worker_starts_without_what_only_its_processes_need() -> None:
    program = "import agents.app, sys; print(sorted({'spacy', 'thinc', 'numpy'} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert told.strip() == "[]"
