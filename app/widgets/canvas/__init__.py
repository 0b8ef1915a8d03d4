"""The canvas: view, items, tools, and what connects them to the document."""
