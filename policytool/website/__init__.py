"""Versions → pages (pure), and the MkDocs plugin that builds them into a site. The only room that imports mkdocs."""
