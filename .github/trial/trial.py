"""Try a release on a machine that has only its files: install the plugin, deploy a meeting twice, and destroy it.

    python trial.py FOLDER VERSION

FOLDER has the files of the release. `pulumi` and `msgraph-meetings-emulator` are on PATH, and the emulator stands in
for Microsoft Graph. The release workflow runs this on each system; `tests/dist/test_trial.py` runs it here.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = """name: trial
runtime: yaml
resources:
  standup:
    type: msgraph-meetings:OnlineMeeting
    properties:
      externalId: team-standup
      subject: Stand-up
outputs:
  url: ${standup.joinWebUrl}
"""
MACHINES = {"x86_64": "amd64", "AMD64": "amd64", "aarch64": "arm64", "arm64": "arm64", "ARM64": "arm64"}


def main(folder: Path, version: str) -> None:
    """Run the trial; raises where a step does not end as it should."""
    if ambient := shutil.which("pulumi-resource-msgraph-meetings"):
        raise SystemExit(f"{ambient} is on PATH: the engine would take it, and not the plugin of the release")
    system = f"{platform.system().lower()}-{MACHINES[platform.machine()]}"
    archive = folder / f"pulumi-resource-msgraph-meetings-v{version}-{system}.tar.gz"
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "Pulumi.yaml").write_text(PROGRAM, encoding="utf-8")
        (place / "state").mkdir()
        environment = os.environ | {
            "PULUMI_BACKEND_URL": (place / "state").as_uri(),
            "PULUMI_CONFIG_PASSPHRASE": "trial",
            "PULUMI_HOME": str(place / "home"),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "MSGRAPH_MEETINGS_PYTHON": sys.executable,
        }

        def pulumi(*words: str, emulated: bool = False) -> str:
            emulator = ["msgraph-meetings-emulator", "--state", "meetings.sqlite", "--"] if emulated else []
            command = [*emulator, "pulumi", *words, "--non-interactive"]
            done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
            sys.stdout.write(f"$ pulumi {' '.join(words)}\n{done.stdout}{done.stderr}\n")
            if done.returncode:
                raise SystemExit(f"pulumi {words[0]} ended with {done.returncode}")
            return done.stdout

        pulumi("plugin", "install", "resource", "msgraph-meetings", version, "--file", str(archive))
        pulumi("stack", "init", "dev")
        pulumi("up", "--yes", "--skip-preview", emulated=True)
        if "2 unchanged" not in pulumi("up", "--yes", "--skip-preview", emulated=True):
            raise SystemExit("the second deployment changed something")
        pulumi("destroy", "--yes", "--skip-preview", emulated=True)
    sys.stdout.write(f"The release {version} works on {system}.\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), sys.argv[2])
