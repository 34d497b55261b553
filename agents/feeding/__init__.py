"""Articles on their way to the topic: read from files, feeds and directories, and sent."""
