"""Former names that scripts outside the project import; they go with the next minor version (docs/adr/0008)."""
