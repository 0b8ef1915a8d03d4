"""The engine of VRP Annotator: finds one kind of object in many photos from one marked example.

Importing this package loads nothing heavy; `vrp_core.segment` is where torch comes in.
"""

__version__ = "0.1.0"
