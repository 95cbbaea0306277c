"""The vocabulary: data files that say which words mean what."""
