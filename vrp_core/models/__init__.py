"""The networks: SAM, the frozen semantic encoders and the VRP encoder, and where their weights come from."""
