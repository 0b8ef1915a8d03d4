"""Where weights come from: catalogue, download, conversion."""
