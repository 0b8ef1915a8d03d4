"""Which SAMs have the same embedding space and decoder, so that weights trained for one serve the other."""

_SPACES = {"mobile_sam": "sam_vit_h"}  # MobileSAM was distilled from ViT-H's embeddings and uses its decoder


def same_space(sam: str, trained_for: str) -> bool:
    """Whether weights that were trained for one SAM work with another."""
    return _SPACES.get(sam, sam) == _SPACES.get(trained_for, trained_for)
