"""Versions, drafts, and the text in force on a day, read from git. The only room that imports GitPython."""
