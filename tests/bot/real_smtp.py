"""aiosmtpd, brought in past a name: it asks for a package `public`, and so is one of our floors called."""

import importlib
import sys
import sysconfig
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from types import ModuleType


def _named_public() -> dict[str, ModuleType]:
    found = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "public"}
    for name in found:
        del sys.modules[name]
    return found


def _imported(*names: str) -> list[ModuleType]:
    ours = _named_public()
    spec = PathFinder.find_spec("public", [sysconfig.get_path("purelib")])
    assert spec and spec.loader
    sys.modules["public"] = module_from_spec(spec)
    try:
        spec.loader.exec_module(sys.modules["public"])
        return [importlib.import_module(name) for name in names]
    finally:
        _named_public()
        sys.modules.update(ours)


[_smtp] = _imported("aiosmtpd.smtp")
SMTP, AuthResult = _smtp.SMTP, _smtp.AuthResult
