"""What a script does that runs a model once: import, load, run, save."""

import sys
from pathlib import Path

from compare.worker import built, framework, save_output

name, case_name, folder = sys.argv[1:]
module, build = framework(name)
save_output(module, name, built(build, case_name, Path(folder))(), Path(folder))
