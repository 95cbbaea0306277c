"""What `verify` looks at: one module for each kind of evidence."""
