"""Document × Document → Redline, and its renderers. Pure: values in, values out."""
