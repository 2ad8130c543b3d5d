"""The adapters: what refctx is told by, and tells, the outside."""
