"""`project pictures`: chooses bands and contrast window of scientific pictures."""

import argparse
from pathlib import Path

from vrp_core.cli.arguments import reader
from vrp_core.cli.terminal import OUT
from vrp_core.domain.reading import Reading
from vrp_core.images.reading import read_image
from vrp_core.project.project import Project


def describe(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("photos", nargs="*", type=Path, help="photos of the project; none means all of them")
    parser.add_argument("--bands", type=_bands, metavar="4,3,2", help="one band, or three as red, green and blue")
    parser.add_argument("--window", type=_window, metavar="1,99", help="percentiles that become black and white")
    parser.add_argument("--reset", action="store_true", help="return to the files' own bands and window")


def run(args: argparse.Namespace) -> int:
    """Run the command; without a choice it prints the current one."""
    chosen = args.bands is not None or args.window is not None
    with Project.open(args.project, writable=chosen or args.reset) as project:
        images = [project.images.find(photo) for photo in args.photos]
        if chosen or args.reset:
            reading = Reading() if args.reset else Reading(args.bands or (), args.window)
            for image in images if args.bands else ():
                read_image(project.images.file_of(image), reading)  # refuse bands that a named photo does not have
            project.readings.choose(reading, [image.id for image in images] if images else None)
        OUT.print(f"all photos: {project.readings.general() or 'as their files say'}")
        for image in project.images.all():
            if image.reading != project.readings.general():
                OUT.print(f"{image.path}: {image.reading or 'as its file says'}", soft_wrap=True)
    return 0


@reader("one band, or three such as 4,3,2, counted from 1")
def _bands(text: str) -> tuple[int, ...]:
    return Reading(bands=tuple(int(part) for part in text.split(","))).bands


@reader("two rising percentiles from 0 to 100, such as 1,99")
def _window(text: str) -> tuple[float, float] | None:
    low, high = (float(part) for part in text.split(","))
    return Reading(window=(low, high)).window
