"""Everything about reaching Kafka: clients, consumers, the group, rights, changelogs, and a broker in memory."""
