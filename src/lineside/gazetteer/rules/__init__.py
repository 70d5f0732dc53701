"""How places are read out of what somebody typed: one module for each kind of name a place can have."""
