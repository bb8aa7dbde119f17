"""Policy engines behind one interface; each is asked one question a subject."""
