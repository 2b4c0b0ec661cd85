"""What the machine gives: data in, files written whole or not at all, processes of our own, plug-ins."""
