"""The window of VRP Annotator."""
