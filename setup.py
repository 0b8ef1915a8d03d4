"""Names of the installed packages. Everything else about the package is in setup.cfg.

A checkout has `app/` and `assets/`. An installed program must not occupy such general names, so the wheel holds them as
`vrp_annotator` and `vrp_core/assets`. setup.cfg cannot rename what it finds, hence this file.
"""

from setuptools import find_packages, setup

WINDOW = "vrp_annotator"

setup(
    packages=[
        *find_packages(include=["vrp_core", "vrp_core.*"]),
        *(WINDOW + name.removeprefix("app") for name in find_packages(include=["app", "app.*"])),
        "vrp_core.assets",
    ],
    package_dir={WINDOW: "app", "vrp_core.assets": "assets"},
)
