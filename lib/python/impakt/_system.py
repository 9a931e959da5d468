"""Models wired together."""

import ctypes
import difflib
import json
import math

from ._models import Model, model as find_model, read_model
from ._objects import Handle, Object, created, lib, optional, text

WORDS = ("name", "title", "purpose", "limits")
KEYS = {*WORDS, "models", "connect", "presets", "parameters"}


class System(Object):
    """A set of models, each under a label, wired output to input.

    close() gives up this object's own hold: what was built from its model stays good, and the
    library's system is freed with the last of them.

    presets and parameters are what the system brings along: a Simulation made of it starts with
    them.  title, purpose and limits are words."""

    def __init__(self, name="system"):
        pointer = created(lib.impakt_system_new, text(name, "the name of a system"))
        super().__init__(Handle(pointer, lib.impakt_system_free), lib.impakt_system_message)
        self.name = name
        self.title = self.purpose = self.limits = ""
        self.presets, self.parameters = [], {}
        self._parts = []  # a part may itself come from a system, which must live as long
        self._handle.keeps = self._parts
        self._model = None

    @classmethod
    def read(cls, path):
        """A system as a JSON file has it (docs/scenarios.md), such as examples/systems have.  A
        number alone is in its parameter's unit; an error names the file and the key."""
        with open(path, encoding="utf-8-sig") as file:
            try:
                described = json.load(file, object_pairs_hook=_once)
            except ValueError as error:
                raise ValueError(f"{path}: {error}") from None
        return _build(cls, path, described)

    def add(self, label, model):
        """Adds a model, given by name or as it is; its quantities are called label.name."""
        part = model if isinstance(model, Model) else find_model(model)
        self._call(lib.impakt_system_add, text(label, "a label"), part.pointer)
        self._parts.append(part)

    def connect(self, output, input, times=1, unit=None):
        """Adds "label.output", times a factor with a unit, to whatever else "label.input" gets;
        units are converted."""
        self._call(lib.impakt_system_connect_times, text(output, "an output"),
                   text(input, "an input"), float(times), optional(unit, "a unit"))

    def model(self):
        """The finished model.  The system takes no more models or wires from here on."""
        with self._lock:
            if self._model is None or self._handle is None:
                out = ctypes.c_void_p()
                self._call(lib.impakt_system_model, ctypes.byref(out))
                self._model = read_model(out.value, self._handle)
            return self._model

    def close(self):
        with self._lock:
            self._model = None
            super().close()


# ---- files


def _once(pairs):
    """A JSON object, without keys that stand twice."""
    keys = [key for key, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"the key {key!r} stands twice")
    return dict(pairs)


def _quantity(value):
    """(number, unit or None) of 3 or "3 mg/L"."""
    if isinstance(value, str):
        number, _, unit = value.strip().partition(" ")
        return float(number), unit.strip() or None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value, None
    raise ValueError(f"expected a number, or a string of number and unit, not {value!r}")


def _check(path, described):
    if not isinstance(described, dict):
        raise ValueError(f"{path}: expected an object with 'models' and 'connect'")
    for key in described:
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, 1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise ValueError(f"{path}: {key}: unknown key{hint}")
    for key in WORDS:
        if not isinstance(described.get(key, ""), str):
            raise ValueError(f"{path}: {key}: expected a string")
    for key in ("models", "connect", "parameters"):
        if not isinstance(described.get(key, {}), dict):
            raise ValueError(f"{path}: {key}: expected an object")
    if not isinstance(described.get("presets", []), list):
        raise ValueError(f"{path}: presets: expected a list")
    if not described.get("models"):
        raise ValueError(f"{path}: a system needs 'models'")


def _wires(connect):
    """(output, input, factor, unit) of each wire."""
    for output, targets in connect.items():
        for target in targets if isinstance(targets, list) else [targets]:
            if not isinstance(target, dict):
                yield output, target, 1, None
                continue
            unknown = set(target) - {"to", "times"}
            if unknown or "to" not in target:
                raise ValueError(f"{output}: expected 'to' and 'times', not {sorted(target)}")
            yield output, target["to"], *_quantity(target.get("times", 1))


def _build(cls, path, described):
    _check(path, described)
    system = cls(described.get("name", "system"))
    where = ""
    try:
        for where, name in described["models"].items():
            system.add(where, name)
        where = "connect"
        for wire in _wires(described.get("connect", {})):
            system.connect(*wire)
        for where, value in described.get("parameters", {}).items():
            system.parameters[where] = _converted(system.model(), where, value)
    except Exception as error:
        error.args = (f"{path}: {where}: {error}", )
        raise
    system.presets = list(described.get("presets", []))
    for key in ("title", "purpose", "limits"):
        setattr(system, key, described.get(key, ""))
    return system


def _converted(model, name, value):
    number, unit = _quantity(value)
    wanted = model.parameters[name].unit if name in model.parameters.names else unit
    ratio = unit_ratio(unit, wanted) if unit else 1
    if math.isnan(ratio):
        raise ValueError(f"{unit!r} does not convert to {wanted}")
    return number * ratio


def unit_ratio(given, wanted):
    """How many of the unit wanted one of the unit given is; NaN if they differ in kind."""
    return lib.impakt_unit_ratio(text(given, "a unit"), text(wanted, "a unit"))
