"""The networks: SAM, the frozen semantic encoders, the locator and the VRP encoder, with their checkpoints."""
