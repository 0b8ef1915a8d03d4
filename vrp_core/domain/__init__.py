"""Values and rules of annotation: numpy, shapely, OpenCV's geometry, pycocotools and sqlite; never torch or Qt."""
