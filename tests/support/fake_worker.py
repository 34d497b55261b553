"""A worker that is like any other but for its extraction."""

from __future__ import annotations

from fake_extraction import extract, extract_together, prepare_process


def main() -> None:
    """Run the command line with the app of the environment and the fake extraction."""
    # Imported here, since each process that extracts imports this module, too.
    from agents.app import create_app  # noqa: PLC0415
    from agents.cli.commands import prepare  # noqa: PLC0415
    from agents.pool.processes import ExtractionPool  # noqa: PLC0415
    from agents.settings import Settings  # noqa: PLC0415

    settings = Settings()
    timeout = settings.extraction_timeout_seconds
    pool = ExtractionPool(
        extract,
        extract_together=extract_together,
        initializer=prepare_process,
        processes=settings.processes,
        timeout=timeout,
    )
    prepare()
    create_app(settings, pool).main()


if __name__ == "__main__":
    main()
