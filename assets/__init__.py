"""Icons and the VRP weights that come with the program; nothing here is code."""
