"""Other tools' formats: COCO JSON in and out; mask PNGs, YOLO-seg and labelme JSON out."""
