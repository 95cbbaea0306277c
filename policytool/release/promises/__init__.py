"""What a policy promises about its own revisions, and whether a release keeps it. One file a promise."""
