"""Text as it is typed: signs folded with offsets kept, how the field writes, patterns compiled where they may match."""
