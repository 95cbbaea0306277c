"""policytool: privacy policies in git, judged by their own criteria, published, and told to their users."""

__version__ = "0.1.0"
