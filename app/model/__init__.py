"""The open document and undo. QtCore and QtGui only; no torch."""
