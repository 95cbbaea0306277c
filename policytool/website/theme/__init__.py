"""The MkDocs theme of the policy website."""
