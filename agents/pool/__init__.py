"""The processes that extract, and what runs inside them."""
