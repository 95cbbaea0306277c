"""Policy texts: front matter and Markdown to a Document of clauses, and back.

The only room that imports markdown-it-py.
"""
