"""Colours of objects: clear on the photo, unlike the draft, told apart. Measured on scikit-image's photographs."""

import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from app.model.colors import CLEAR, DRAFT, _pixel, contrasting, distance, instance_colors, shades_of
from app.model.objects import ObjectKey, SceneObject
from tests.app.conftest import square
from vrp_core.domain.colors import PALETTE

PHOTOS = ("astronaut", "chelsea", "coffee", "rocket", "coins", "retina", "immunohistochemistry", "hubble_deep_field")


def photo(name: str) -> NDArray[np.uint8]:
    pixels = getattr(data, name)()[::8, ::8]
    return np.ascontiguousarray(pixels if pixels.ndim == 3 else np.stack([pixels] * 3, axis=2), dtype=np.uint8)


@pytest.mark.parametrize("name", PHOTOS)
def test_the_colours_of_the_first_three_labels_are_clear_on_the_photo(name: str) -> None:
    taken: list[str] = []
    for _ in range(3):
        chosen = contrasting(photo(name), taken)
        assert distance(chosen, photo(name)) >= CLEAR and chosen not in taken
        taken.append(chosen)


def test_the_first_colour_is_not_clear_on_every_photo_and_then_another_is_taken() -> None:
    assert distance(PALETTE[0], photo("coffee")) < CLEAR
    assert contrasting(photo("coffee"), ()) != PALETTE[0] == contrasting(photo("coins"), ())


def test_where_none_is_clear_the_clearest_is_taken_and_when_all_are_taken_one_again() -> None:
    nearly = (*PALETTE[:-1], "#a8a8a8")  # a tenth of the photo each: only the last is not there exactly
    noise = np.array([[_pixel(one)[0, 0] for one in nearly] * 10], dtype=np.uint8)
    assert contrasting(noise, ()) == PALETTE[-1] and 0 < distance(PALETTE[-1], noise) < CLEAR
    assert contrasting(photo("coins"), PALETTE) == PALETTE[0]


@pytest.mark.parametrize("color", PALETTE)
def test_no_object_looks_like_a_draft_whichever_instance_it_is(color: str) -> None:
    assert min(distance(one, _pixel(DRAFT)) for one in shades_of(color)) >= CLEAR
    assert len(set(shades_of(color))) >= 4


def test_each_instance_has_a_shade_of_its_labels_colour() -> None:
    objects = [SceneObject(ObjectKey("prediction", number), 1, 1, square(0, 0, 5)) for number in (3, 1, 2)]
    colors = instance_colors(objects, {1: PALETTE[0]})
    assert colors[ObjectKey("prediction", 1)] == PALETTE[0] and len(set(colors.values())) == 3
