"""Which actions a right click offers."""

# The menus of a right click, on an object and beside one; "" is a gap.
OBJECT_MENU = (
    "review.accept", "review.reject", "review.later", "review.look_alike", "review.group", "",
    "reference.toggle", "edit.label", "",
    "edit.copy", "edit.paste", "edit.duplicate", "edit.delete", "",
    "tool.corners", "edit.join", "edit.split", "edit.fill_holes", "edit.keep_largest", "edit.clean", "edit.lock", "",
    "view.fit_object",
)  # fmt: skip
# In the list of photos.
LIST_MENU = (
    "photos.accept", "photos.reject", "photos.label", "photos.reference", "pass.selected", "photos.reading",
    "photos.show", "file.remove_images",
)  # fmt: skip
PHOTO_MENU = (
    "pass.current", "", "review.accept", "review.reject", "review.later", "",
    "edit.paste", "edit.clean", "edit.lock", "", "view.fit", "view.full", "view.hide",
)  # fmt: skip
