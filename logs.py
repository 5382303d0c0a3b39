"""How this program logs: JSON lines with ids and counts, never with what a resident wrote."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

HOME = Path(__file__).parent
QUIET = ("urllib3", "apscheduler", "dramatiq", "waitress.queue", "alembic")


def configure() -> None:
    """Call before the first log line. Tracebacks are never printed with locals: those hold residents' words."""
    shared: list[Any] = [structlog.processors.TimeStamper("iso", utc=True), structlog.stdlib.add_log_level]
    structlog.configure(
        processors=[*shared, _without_traceback, structlog.processors.JSONRenderer(ensure_ascii=False)],
        logger_factory=_where_errors_go_now,
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


def _where_errors_go_now(*_names: Any) -> structlog.PrintLogger:
    """Asked at every line: whoever turned standard error elsewhere for a while may have closed that by now."""
    return structlog.PrintLogger(sys.stderr)


def _without_traceback(_logger: Any, _name: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Another library's exception may quote what it choked on; its type and place are enough."""
    raised = line.pop("exc_info", None)
    line.pop("stack_info", None)
    error = raised[1] if isinstance(raised, tuple) else raised if isinstance(raised, BaseException) else None
    if error is not None:
        line.update(event="exception", **type_and_place(error))
    return line


def type_and_place(error: BaseException) -> dict[str, str]:
    """What may be logged of an error: its kind and our last line before it. Its text may hold what a resident wrote."""
    steps = [(Path(frame.f_code.co_filename), line) for frame, line in traceback.walk_tb(error.__traceback__)]
    ours = [(path, line) for path, line in steps if path.is_relative_to(HOME) and "site-packages" not in path.parts]
    path, line = (ours or steps or [(Path("?"), 0)])[-1]
    return {"error": type(error).__name__, "where": f"{'/'.join(path.parts[-2:])}:{line}"}
