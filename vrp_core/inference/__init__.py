"""From photos and references to predictions: the engine in memory and a pass over a folder."""
