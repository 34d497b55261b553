"""The web view for programs: what it answers, by which routes, and the OpenAPI document that tells of both."""
