"""Sample articles for the demo: short, invented, in the manner of newswire."""
