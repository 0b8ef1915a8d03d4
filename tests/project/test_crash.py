"""SIGKILL at any moment: what was acknowledged is there, nothing is there in part, the next process may write."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.project.test_project import SIZE
from vrp_core.project.project import NewImage, Project

# Records one target after the other, with three instances each, and says so after each. It never comes to the end: on
# a fast machine it waits there to be killed.
WRITER = """
import sys
from pathlib import Path
from tests.project.test_project import found
from vrp_core.project.project import Project
project = Project.open(Path(sys.argv[1]))
label = project.labels.all()[0].id
pass_id = project.passes.unfinished()
for image_id in project.passes.remaining(pass_id)[:-1]:
    project.passes.record(pass_id, image_id, [found(label, 0.5, 2 * n, n) for n in range(3)])
    print(image_id, flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("seed", range(3))
def test_killed_while_writing(tmp_path: Path, seed: int) -> None:
    with Project.create(tmp_path) as project:
        images = project.images.add([NewImage(tmp_path / f"{n}.jpg", SIZE, str(n)) for n in range(3000)])
        project.labels.add("coin")
        pass_id = project.passes.start({}, [image.id for image in images])
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    writer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert writer.stdin is not None and writer.stdout is not None
    acknowledged = [int(writer.stdout.readline())]  # it has begun
    time.sleep(random.Random(seed).uniform(0.02, 0.4))
    writer.send_signal(signal.SIGKILL)
    acknowledged += [int(line) for line in writer.stdout if line.endswith("\n")]
    writer.wait()
    writer.stdin.close()
    writer.stdout.close()
    with Project.open(tmp_path) as project:
        row = project._database.one("PRAGMA integrity_check")
        assert row is not None and row[0] == "ok"
        per_image: dict[int, int] = {}
        for prediction in project.review.predictions():
            per_image[prediction.image_id] = per_image.get(prediction.image_id, 0) + 1
        assert set(per_image.values()) == {3}
        assert set(acknowledged) <= set(per_image)
        left = set(project.passes.remaining(pass_id))
        assert left == {image.id for image in images} - set(per_image)
        assert left
