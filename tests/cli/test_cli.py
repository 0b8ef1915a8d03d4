"""The command line as its user meets it: words, exit statuses, and nothing lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pycocotools.coco import COCO

from vrp_core.cli.main import main
from vrp_core.domain.annotations import Role
from vrp_core.project import demo
from vrp_core.project.project import Project

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos of coins"
    folder.mkdir()
    for photo in demo.photos():
        if photo.name in {"coin-1.png", "coins-3.png", "coffee.png"}:
            Image.fromarray(photo.pixels).save(folder / photo.name)
    return folder


@pytest.fixture
def project(tmp_path: Path, photos: Path) -> Path:
    folder = tmp_path / "project"
    assert main(["project", "new", str(folder), "--images", str(photos)]) == 0
    return folder


def said(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    out, err = capsys.readouterr()
    return out, err


def test_a_reference_that_is_not_found_from_itself_is_named_and_the_pass_goes_on(
    tmp_path: Path, project: Path, mobile_sam_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Image.open(project.parent / "photos of coins" / "coin-1.png") as photo:
        background = Image.new("L", photo.size)
    background.paste(255, (70, 2, 82, 14))
    background.save(tmp_path / "background.png")
    marked = ["--mask", str(tmp_path / "background.png")]
    assert main(["project", "annotate", str(project), "coin-1.png", "--label", "a [coin]", *marked]) == 0
    said(capsys)
    assert main(["project", "propagate", str(project), "--method", "gp"]) == 0
    out, err = said(capsys)
    (line,) = [one for one in err.splitlines() if "is not found even on that photo" in one]
    assert "a [coin]" in line and "coin-1.png" in line and "another kind of prompt" in line
    assert out.startswith("2 photos")


def test_the_whole_job(
    tmp_path: Path, project: Path, mobile_sam_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["project", "annotate", str(project), "coin-1.png", "--label", "coin", "--point", "35,45"]) == 0
    assert main(["project", "propagate", str(project)]) == 0
    assert "is not found even on that photo" not in said(capsys)[1]
    assert main(["project", "review", str(project), "list", "--json"]) == 0
    listed = json.loads(said(capsys)[0])
    assert [one["confidence"] for one in listed] == sorted(one["confidence"] for one in listed)
    best = listed[-1]
    assert best["image"].endswith("coins-3.png")
    assert main(["project", "review", str(project), "accept", str(best["id"])]) == 0
    out = tmp_path / "out.json"
    assert main(["project", "export", str(project), "--out", str(out)]) == 0
    said(capsys)
    coco = COCO(out)
    said(capsys)
    names = {image["id"]: image["file_name"] for image in coco.imgs.values()}
    exported = {names[one["image_id"]] for one in coco.anns.values()}
    assert exported == {"coin-1.png", "coins-3.png"}
    assert min(coco.anns) == min(coco.cats) == 1 and min(coco.imgs) >= 1
    assert all(coco.annToMask(one).sum() == one["area"] for one in coco.anns.values())
    for kind in ("mask-png", "yolo-seg", "labelme"):
        assert main(["project", "export", str(project), "--format", kind, "--out", str(tmp_path / kind)]) == 0
        assert any((tmp_path / kind).rglob("*"))
    again = tmp_path / "again"
    assert main(["project", "new", str(again), "--images", str(project.parent / "photos of coins")]) == 0
    assert main(["project", "import-coco", str(again), str(out), "--as", "references"[:-1]]) == 0
    with Project.open(again, writable=False) as imported:
        assert len(imported.annotations.all(role=Role.REFERENCE)) == 2
    said(capsys)
    assert main(["project", "status", str(project), "--json"]) == 0
    assert json.loads(said(capsys)[0])["predictions"]["accepted"] == 1


def test_annotate_accepts_every_kind_of_prompt(tmp_path: Path, project: Path) -> None:
    mask = np.zeros((85, 84), dtype=np.uint8)
    mask[20:60, 20:50] = 255
    Image.fromarray(mask).save(tmp_path / "mask.png")
    marks = ["--point", "35,45", "--not-point", "80,5", "--scribble", "20,40 40,50 50,40", "--width", "4"]
    marks += ["--box", "5,16,65,74", "--mask", str(tmp_path / "mask.png")]
    command = ["project", "annotate", str(project), "coin-1.png", "--label", "coin", "--no-sharpen", *marks]
    assert main(command) == 0
    with Project.open(project, writable=False) as opened:
        (annotation,) = opened.annotations.all()
    assert [prompt.kind for prompt in annotation.prompts] == ["point", "point", "scribble", "box", "mask"]
    assert annotation.mask is None


def test_the_same_annotation_again_is_not_stored_and_said_to_be_there(
    tmp_path: Path, project: Path, mobile_sam_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["project", "annotate", str(project), "coin-1.png", "--label", "coin", "--point", "35,45"]
    said(capsys)
    for how in ("sharpened by SAM", "already there, unchanged"):
        assert main(command) == 0
        (line,) = said(capsys)[0].splitlines()
        assert line.endswith(f"coin-1.png: coin, {how}")
    with Project.open(project, writable=False) as opened:
        assert len(opened.annotations.all()) == 1
    different = (["--no-sharpen"], ["--truth"], ["--negative"], ["--box", "5,16,65,74"])
    for other in different:
        assert main([*command, *other]) == 0
    assert "already there" not in said(capsys)[0]
    prompts = [{"kind": "box", "x0": 5, "y0": 16, "x1": 65, "y1": 74}]
    one = {"image": "coin-1.png", "label": "coin", "prompts": prompts}
    (tmp_path / "marks.json").write_text(json.dumps([one, one]))
    assert main(["project", "annotate", str(project), "--json", str(tmp_path / "marks.json"), "--no-sharpen"]) == 0
    first, second = said(capsys)[0].splitlines()
    assert first.endswith("as drawn") and second.endswith("already there, unchanged")
    with Project.open(project, writable=False) as opened:
        assert len(opened.annotations.all()) == 2 + len(different)
    assert main([*command, "--no-sharpen"]) == 0  # nothing to add: no step to take back
    assert main(["project", "undo-import", str(project)]) == 0
    with Project.open(project, writable=False) as opened:
        assert len(opened.annotations.all()) == 1 + len(different)


def test_a_pass_is_created_only_if_its_weights_load(
    project: Path, mobile_sam_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mark = ["project", "annotate", str(project), "coin-1.png", "--label", "[coin]", "--box", "5,16,65,74"]
    assert main([*mark, "--no-sharpen"]) == 0
    assert "coin-1.png: [coin], as drawn" in said(capsys)[0]  # brackets are no markup
    assert main(["project", "propagate", str(project), "--vrp-weights", "nowhere.safetensors"]) == 1
    assert "no file called 'nowhere.safetensors'" in said(capsys)[1]
    with Project.open(project, writable=False) as opened:
        assert opened.passes.unfinished() is None


def test_a_file_of_prompts_is_stored_whole_or_not_at_all(
    tmp_path: Path, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = {"image": "coin-1.png", "label": "coin", "prompts": [{"kind": "point", "x": 35, "y": 45}]}
    bad = [
        good,
        good | {"image": "nowhere.png"},
        good | {"prompts": [{"kind": "point", "x": 5000, "y": 45}]},
        good | {"prompts": [{"kind": "box", "x0": 9, "y0": 9, "x1": 9, "y1": 20}]},
        good | {"prompts": [{"kind": "star"}]},
        {"label": "coin"},
    ]
    file = tmp_path / "marks.json"
    file.write_text(json.dumps(bad))
    said(capsys)
    assert main(["project", "annotate", str(project), "--json", str(file), "--no-sharpen"]) == 1
    error = said(capsys)[1]
    assert [f"annotation {number}:" in error for number in range(1, 7)] == [False] + [True] * 5
    with Project.open(project, writable=False) as opened:
        assert opened.annotations.all() == ()
    file.write_text(json.dumps([good, good]))
    assert main(["project", "annotate", str(project), "--json", str(file), "--no-sharpen"]) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["status", "NOWHERE"], "no project"),
        (["new", "PROJECT"], "already"),
        (["new", "NOWHERE", "--images", "NOWHERE"], "no file or folder"),
        (["add-images", "PROJECT", "NOWHERE"], "no file or folder"),
        (["annotate", "PROJECT", "coin-1.png", "--label", "coin"], "no prompts"),
        (["annotate", "PROJECT", "nope.png", "--label", "coin", "--point", "1,1"], "no photo"),
        (["annotate", "PROJECT", "coin-1.png", "--label", "c", "--point", "900,1", "--no-sharpen"], "outside"),
        (["annotate", "PROJECT", "coin-1.png", "--label", "c", "--box", "9,9,9,20", "--no-sharpen"], "is empty"),
        (["propagate", "PROJECT", "--method", "gp"], "no references"),
        (["review", "PROJECT", "accept", "77"], "no prediction"),
        (["import-coco", "PROJECT", "NOWHERE"], "NOWHERE"),
        (["export", "PROJECT", "--out", "PROJECT/project.sqlite/x.json"], ""),
    ],
)
def test_failures_say_what_to_do(
    tmp_path: Path, project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    names = {"PROJECT": str(project), "NOWHERE": str(tmp_path / "NOWHERE")}
    said(capsys)
    filled = [arguments[0], *(word.replace("PROJECT", names["PROJECT"]) for word in arguments[1:])]
    filled = [names["NOWHERE"] if word == "NOWHERE" else word for word in filled]
    assert main(["project", *filled]) == 1
    _, err = said(capsys)
    assert err.startswith("error: ") and words in err
    assert "Traceback" not in err
    assert not (tmp_path / "NOWHERE").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["project"],
        ["project", "new"],
        ["project", "review", "p", "like"],
        ["models", "fetch"],
        ["--fly"],
        ["train"],
    ],
)
def test_wrong_usage_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "usage:" in said(capsys)[1]


def test_a_training_config_that_is_not_there_is_named_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", "--config", str(tmp_path / "nowhere.json")]) == 1
    assert said(capsys)[1].startswith(f"error: There is no file called '{tmp_path / 'nowhere.json'}'.")


def test_unreadable_photos_are_named_and_the_others_added(
    tmp_path: Path, photos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (photos / "empty.jpg").touch()
    (photos / "text.png").write_text("no picture")
    assert main(["project", "new", str(tmp_path / "p"), "--images", str(photos)]) == 1
    out, _ = said(capsys)
    assert "3 photos added" in out
    assert "empty.jpg: the file is empty" in out and "text.png: its format is not known" in out


def test_a_defect_of_ours_keeps_its_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("platformdirs.user_log_dir", lambda *_: str(tmp_path / "logs"))
    monkeypatch.setattr("vrp_core.cli.installation.examine", lambda: 1 / 0)
    monkeypatch.setattr("vrp_core.cli.doctor.examine", lambda: 1 / 0)
    assert main(["doctor"]) == 1
    assert "errors.log" in said(capsys)[1].replace("\n", "")
    assert "ZeroDivisionError" in (tmp_path / "logs" / "errors.log").read_text()


def test_an_interrupt_while_a_command_loads_is_one_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("vrp_core.cli.main.importlib.import_module", interrupted)
    assert main(["doctor"]) == 130
    assert capsys.readouterr().err == "interrupted\n"


def test_the_module_runs_as_a_program() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "vrp_core", "models", "list", "--json"],
        cwd=ROOT,
        env=os.environ | {"VRP_ANNOTATOR_CACHE": os.devnull + "-cache"},
        capture_output=True,
        text=True,
        check=True,
    )
    rows = {row["id"]: row for row in json.loads(result.stdout)}
    assert rows["mobile_sam"]["present"] is False
    assert rows["efficientnet_lite2"]["present"] is True
