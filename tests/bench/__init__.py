"""What refctx costs a site: corpora from a seed, what is run over them, and tables."""
