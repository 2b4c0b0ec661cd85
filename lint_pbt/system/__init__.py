"""What the machine gives: data in, files written whole or not at all, and processes of our own."""
