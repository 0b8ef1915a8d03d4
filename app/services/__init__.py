"""Work that takes time: the engine thread, photos, thumbnails, jobs, training."""
