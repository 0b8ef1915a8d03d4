"""Other tools' formats, in and out: docs/formats.md lists them."""
