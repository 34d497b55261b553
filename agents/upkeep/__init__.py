"""What keeps a worker well: lag, the watchdog, memory, disk, and the probe that asks whether it answers."""
