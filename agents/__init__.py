"""The stream: the Faust app, its topics, tables, agents, web pages and command line."""
