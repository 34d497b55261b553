"""What is told of an event: copies of one story, its slots from all reports, what follows for subscribers."""
