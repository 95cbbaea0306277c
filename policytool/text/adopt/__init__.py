"""Policies that a company has already, in whatever file, taken over without losing a word."""
