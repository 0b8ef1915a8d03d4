"""Pictures of photos with masks painted on."""
