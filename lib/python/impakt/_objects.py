"""What systems and simulations share: a handle that is freed, a lock, the message."""

import ctypes
import threading
import warnings
import weakref

import numpy as np

from ._errors import ArgumentError, Remark, error
from ._library import CONSTANTS, DOUBLES, INTS
from ._opened import lib


class Handle:
    """An object of the library, freed as soon as nothing refers to it."""

    def __init__(self, pointer, free, *keeps):
        self.pointer = pointer
        self.keeps = keeps  # what must outlive it
        # Not at exit: a thread may still be running in it, and the memory goes back anyway.
        self.free = weakref.finalize(self, free, pointer)
        self.free.atexit = False


class Object:
    """One thread at a time is inside; a second one waits.  The library is called without
    Python's global lock, so that threads with objects of their own run side by side."""

    def __init__(self, handle, message):
        self._handle = handle
        self._message = message
        self._lock = threading.RLock()

    def _pointer(self):
        if self._handle is None:
            raise ArgumentError(CONSTANTS["E_ARGUMENT"], f"this {type(self).__name__} is closed")
        return self._handle.pointer

    def _call(self, function, *arguments):
        with self._lock:
            pointer = self._pointer()
            status = function(pointer, *arguments)
            if status < 0:
                raise error(status, self._message(pointer).decode())
            if status > 0:
                warnings.warn(self._message(pointer).decode(), Remark, stacklevel=3)
            return status

    def _ask(self, function, *arguments):
        with self._lock:
            return function(self._pointer(), *arguments)

    def close(self):
        with self._lock:
            self._handle = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def created(function, *arguments):
    """The address of a new object; there is no object yet that could hold a message."""
    out = ctypes.c_void_p()
    status = function(ctypes.byref(out), *arguments)
    if status < 0:
        raise error(status)
    return out.value


def text(string, what):
    """A string for the library."""
    if not isinstance(string, str):
        raise TypeError(f"{what} is a str, not {type(string).__name__}")
    if "\0" in string:
        raise ValueError(f"{what} contains a NUL")
    return string.encode()


def optional(string, what):
    return None if string is None else text(string, what)


def doubles(array):
    return array.ctypes.data_as(DOUBLES)


def ints(array):
    return array.ctypes.data_as(INTS)


def vector(values, what):
    """values as a contiguous row of doubles; the same array if it is one."""
    array = np.ascontiguousarray(values, dtype=np.float64)
    if array.ndim != 1:
        raise ValueError(f"{what} has {array.ndim} dimensions, not 1")
    return array


def target(out, shape, what):
    """out, if the library can write into it as it is; a new array if it is None."""
    if out is None:
        return np.empty(shape)
    if not (isinstance(out, np.ndarray) and out.dtype == np.float64 and out.shape == shape
            and out.flags.c_contiguous and out.flags.writeable and out.flags.aligned):
        raise ValueError(f"{what} must be a writable, C-contiguous float64 array of shape {shape}")
    return out


__all__ = ["Handle", "Object", "created", "doubles", "ints", "lib", "optional", "target", "text",
           "vector"]
