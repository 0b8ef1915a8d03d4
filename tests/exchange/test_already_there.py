"""Objects that a project already has, so that repeating an import or an `annotate --json` adds nothing."""

from pathlib import Path

import numpy as np
import pytest

from vrp_core.domain.geometry import Size
from vrp_core.domain.masks import encode
from vrp_core.domain.prompts import BoxPrompt, MaskPrompt, PointPrompt, Prompt
from vrp_core.exchange.already_there import AlreadyThere
from vrp_core.project.project import NewImage, Project

DIAGONAL = MaskPrompt(encode(np.eye(12, dtype=bool)))


@pytest.mark.parametrize("prompt", [PointPrompt(3, 4), BoxPrompt(1, 1, 9, 9), DIAGONAL], ids=lambda prompt: prompt.kind)
def test_an_object_that_is_only_its_prompts_is_known_again(tmp_path: Path, prompt: Prompt) -> None:
    with Project.create(tmp_path) as project:
        (image,) = project.images.add([NewImage(tmp_path / "a.png", Size(12, 12), "0" * 64)])
        project.annotations.add(image.id, project.labels.add("coin").id, [prompt])
        known = AlreadyThere(project)
    assert known.has(image.id, "coin", [prompt], None)
    assert not known.has(image.id, "coin", [prompt, PointPrompt(1, 1, positive=False)], None)
