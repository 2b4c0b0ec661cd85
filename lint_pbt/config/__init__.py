"""Configuration files in, the settings of each draft out."""
