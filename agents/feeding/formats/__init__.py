"""One reader a format; `agents.feeding.reading` lists them."""
