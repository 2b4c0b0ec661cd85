"""What somebody once reported: a small input each, and what it must give since."""
