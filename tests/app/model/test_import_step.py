"""An import in the window is one step to take back, and to do again."""

from app.model import image_commands
from app.model.document import Document
from vrp_core.domain.annotations import Role
from vrp_core.domain.masks import empty
from vrp_core.project.imports import NewAnnotation


def test_an_import_is_one_step_to_take_back_and_to_do_again(document: Document) -> None:
    project = document.project
    before = project.annotations.all()
    image = project.images.all()[0]
    new = [NewAnnotation(image.id, name, (), empty(image.size), Role.TRUTH) for name in ("new", "newer")]
    image_commands.imported(document, project.imports.add(new, "set.json"))
    after = project.annotations.all()
    assert len(after) == len(before) + 2
    document.undo_stack.undo()
    assert project.annotations.all() == before and "newer" not in [label.name for label in project.labels.all()]
    document.undo_stack.redo()
    assert project.annotations.all() == after
    document.undo_stack.undo()
    assert project.annotations.all() == before
