"""End with 0 where a JSON report is complete, else with 1: the exit code of a scan tells of findings first."""

import json
import sys
from pathlib import Path

sys.exit(json.loads(Path(sys.argv[1]).read_text("utf-8"))["summary"]["incomplete"])
