"""What is kept of countries, people and organizations: pure functions from events to rows and answers."""
