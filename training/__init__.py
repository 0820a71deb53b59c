"""How ``toolkit/english`` is made: prepare, train, assemble, evaluate."""
