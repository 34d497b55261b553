"""The agents of the stream, a module each, and the one loop behind those that keep a table."""
