"""tools/look.py where the packages of the tests are missing."""

import subprocess
import sys

from django.conf import settings


def test_it_says_which_packages_it_needs(tmp_path):
    bare = [sys.executable, "-I", "-S", "tools/look.py", str(tmp_path)]
    done = subprocess.run(bare, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        1,
        "tools/look.py needs the packages of the tests: run tools/setup.sh test\n",
    )
