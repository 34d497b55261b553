"""Events put where people work with them: tables in files and databases, and a webhook."""
