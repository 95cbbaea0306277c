"""An edited Word file back to Markdown: read, settled, matched with the draft, written with the least change."""
