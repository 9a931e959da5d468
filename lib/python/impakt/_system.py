"""Models wired together."""

import ctypes

from ._models import Model, model as find_model, read_model
from ._objects import Handle, Object, created, lib, text


class System(Object):
    """A set of models, each under a label, wired output to input.

    close() gives up this object's own hold: what was built from its model stays good, and the
    library's system is freed with the last of them."""

    def __init__(self, name="system"):
        pointer = created(lib.impakt_system_new, text(name, "the name of a system"))
        super().__init__(Handle(pointer, lib.impakt_system_free), lib.impakt_system_message)
        self.name = name
        self._parts = []  # a part may itself come from a system, which must live as long
        self._handle.keeps = self._parts
        self._model = None

    def add(self, label, model):
        """Adds a model, given by name or as it is; its quantities are called label.name."""
        part = model if isinstance(model, Model) else find_model(model)
        self._call(lib.impakt_system_add, text(label, "a label"), part.pointer)
        self._parts.append(part)

    def connect(self, output, input):
        """Adds "label.output" to whatever else "label.input" gets; units are converted."""
        self._call(lib.impakt_system_connect, text(output, "an output"), text(input, "an input"))

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
