"""How this program logs: JSON lines with ids and counts, never with what a resident wrote."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

QUIET = ("urllib3", "apscheduler", "dramatiq", "waitress.queue", "alembic")


def configure() -> None:
    """Call before the first log line. Tracebacks are never printed with locals: those hold residents' words."""
    shared: list[Any] = [structlog.processors.TimeStamper("iso", utc=True), structlog.stdlib.add_log_level]
    structlog.configure(
        processors=[*shared, _without_traceback, structlog.processors.JSONRenderer(ensure_ascii=False)],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_traceback,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)


def _without_traceback(_logger: Any, _name: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Another library's exception may quote what it choked on; its type and place are enough."""
    raised = line.pop("exc_info", None)
    line.pop("stack_info", None)
    error = raised[1] if isinstance(raised, tuple) else raised if isinstance(raised, BaseException) else None
    if error is not None:
        line["event"] = "exception"
        line["error"] = type(error).__name__
    return line
