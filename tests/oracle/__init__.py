"""How refctx's references and citations compare with those of other citation processors."""
