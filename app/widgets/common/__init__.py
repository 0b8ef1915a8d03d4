"""Small pieces that several widgets share."""
