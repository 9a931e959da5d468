"""Models: what they consist of, and how to find them."""

import ctypes
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Mapping, NamedTuple

import numpy as np

from ._errors import error
from ._library import CONSTANTS
from ._objects import doubles, ints, lib, text


class State(NamedTuple):
    name: str
    unit: str
    noise: float  # below this size a value is noise
    meaning: str


class Parameter(NamedTuple):
    name: str
    unit: str
    default: float  # NaN: none was published, and something needs it to be set (Model.needs)
    low: float
    high: float
    source: str  # the key of a reference, or assumed, derived, fitted, recalled, patient, exact
    meaning: str

    @property
    def settable(self):
        """A constant with a unit cannot be set."""
        return self.source != "exact"


class Input(NamedTuple):
    name: str
    unit: str
    dose_unit: str  # of an amount: the unit with its time removed
    meaning: str


class Output(NamedTuple):
    name: str
    unit: str
    meaning: str


class Derived(NamedTuple):
    name: str
    unit: str
    meaning: str


class Switch(NamedTuple):
    name: str
    meaning: str


class Reference(NamedTuple):
    key: str
    doi: str
    work: str

    @property
    def link(self):
        return "https://doi.org/" + self.doi if self.doi else ""


class Preset(NamedTuple):
    name: str
    source: str
    meaning: str
    settings: Mapping[str, float]


class Variation(NamedTuple):
    parameter: str
    distribution: str
    spread: float  # standard deviation of the random effect
    source: str


class Correlation(NamedTuple):
    first: str
    second: str
    value: float
    source: str


class Residual(NamedTuple):
    output: str
    kind: str
    size: float
    source: str


class Jump(NamedTuple):
    event: str  # a switch that rises, or an input that gets a dose
    state: str  # is set anew
    meaning: str


class Studied(NamedTuple):
    covariate: str
    low: float  # what the publication covers
    high: float
    source: str


class Need(NamedTuple):
    input: str  # nothing can be given into it
    parameter: str  # before this is set
    reason: str


class Driven(NamedTuple):
    input: str  # a run needs a wire or dose into it
    unit: str
    reason: str


class Rows(tuple):
    """Rows in the model's order, which also go by their name: rows[0], rows["CL"]."""

    __slots__ = ()

    @property
    def names(self):
        return tuple(row[0] for row in self)

    def index_of(self, name):
        for index, row in enumerate(self):
            if row[0] == name:
                return index
        raise KeyError(f"no '{name}' among {', '.join(self.names) or 'no rows'}")

    def __getitem__(self, which):
        if isinstance(which, str):
            which = self.index_of(which)
        return super().__getitem__(which)

    def __contains__(self, which):
        if isinstance(which, str):
            return any(row[0] == which for row in self)
        return super().__contains__(which)


def value_of(function, *arguments):
    return (function(*arguments) or b"").decode()


@dataclass(frozen=True, eq=False)
class Model:
    """The equations with all that is known of them.  Immutable, may be shared by threads."""

    name: str
    title: str
    time: str  # its own unit of time; the interface speaks hours
    revision: int  # grows when results change
    states: Rows = field(repr=False)
    parameters: Rows = field(repr=False)
    inputs: Rows = field(repr=False)
    outputs: Rows = field(repr=False)
    derived: Rows = field(repr=False)
    switches: Rows = field(repr=False)
    references: Rows = field(repr=False)
    presets: Rows = field(repr=False)
    variations: tuple = field(repr=False)
    correlations: tuple = field(repr=False)
    residuals: tuple = field(repr=False)
    jumps: tuple = field(repr=False)
    studied: tuple = field(repr=False)
    needs: tuple = field(repr=False)
    driven: tuple = field(repr=False)
    equations: str = field(repr=False)  # as in the model's file; "" for a system
    pointer: int = field(repr=False)
    owner: object = field(repr=False)  # the system that made it lives as long as this

    def __eq__(self, other):
        return self.pointer == other.pointer if isinstance(other, Model) else NotImplemented

    def __hash__(self):
        return hash(self.pointer)

    def __reduce__(self):
        if self.owner is not None:
            raise TypeError("the model of a system cannot be pickled")
        return model, (self.name,)


def read_model(pointer, owner=None):
    """The Model behind an address."""

    def rows(kind, make):
        number = CONSTANTS[kind]
        count = lib.impakt_model_size(pointer, number)

        def row(index):
            def word(which):
                return value_of(lib.impakt_model_text, pointer, number, index, CONSTANTS[which])

            def size(which):
                return lib.impakt_model_number(pointer, number, index, CONSTANTS[which])

            return make(index, word, size)

        return Rows(row(index) for index in range(count))

    parameters = rows("PARAMETER", lambda _, word, size: Parameter(
        word("NAME"), word("UNIT"), size("DEFAULT"), size("LOW"), size("HIGH"), word("SOURCE"),
        word("MEANING")))

    def dose_unit(index):
        # a unit is short; the library refuses, it does not cut
        unit = ctypes.create_string_buffer(256)
        status = lib.impakt_model_dose_unit(pointer, index, unit, len(unit))
        if status < 0:
            raise error(status)
        return unit.value.decode()

    def settings(index):
        count = ctypes.c_size_t()
        at, values = np.empty(0, np.intc), np.empty(0)
        for _ in range(2):  # first ask how many
            status = lib.impakt_model_preset(pointer, index, ints(at), doubles(values), len(at),
                                             ctypes.byref(count))
            if status < 0:
                raise error(status)
            if count.value <= len(at):
                break
            at, values = np.empty(count.value, np.intc), np.empty(count.value)
        return MappingProxyType({parameters[int(p)].name: float(v)
                                 for p, v in zip(at[:count.value], values)})

    return Model(
        name=value_of(lib.impakt_model_name, pointer),
        title=value_of(lib.impakt_model_title, pointer),
        time=value_of(lib.impakt_model_time, pointer),
        revision=lib.impakt_model_revision(pointer),
        states=rows("STATE", lambda _, word, size: State(
            word("NAME"), word("UNIT"), size("DEFAULT"), word("MEANING"))),
        parameters=parameters,
        inputs=rows("INPUT", lambda index, word, _: Input(
            word("NAME"), word("UNIT"), dose_unit(index), word("MEANING"))),
        outputs=rows("OUTPUT", lambda _, word, __: Output(
            word("NAME"), word("UNIT"), word("MEANING"))),
        derived=rows("DERIVED", lambda _, word, __: Derived(
            word("NAME"), word("UNIT"), word("MEANING"))),
        switches=rows("SWITCH", lambda _, word, __: Switch(word("NAME"), word("MEANING"))),
        references=rows("REFERENCE", lambda _, word, __: Reference(
            word("NAME"), word("UNIT"), word("MEANING"))),
        presets=rows("PRESET", lambda index, word, _: Preset(
            word("NAME"), word("SOURCE"), word("MEANING"), settings(index))),
        variations=tuple(rows("VARIES", lambda _, word, size: Variation(
            word("NAME"), word("UNIT"), size("DEFAULT"), word("SOURCE")))),
        correlations=tuple(rows("CORRELATION", lambda _, word, size: Correlation(
            word("NAME"), word("MEANING"), size("DEFAULT"), word("SOURCE")))),
        residuals=tuple(rows("RESIDUAL", lambda _, word, size: Residual(
            word("NAME"), word("UNIT"), size("DEFAULT"), word("SOURCE")))),
        jumps=tuple(rows("JUMP", lambda _, word, __: Jump(
            word("NAME"), word("UNIT"), word("MEANING")))),
        studied=tuple(rows("STUDIED", lambda _, word, size: Studied(
            word("NAME"), size("LOW"), size("HIGH"), word("SOURCE")))),
        needs=tuple(rows("NEEDS", lambda _, word, __: Need(
            word("NAME"), word("UNIT"), word("MEANING")))),
        driven=tuple(rows("DRIVEN", lambda _, word, __: Driven(
            word("NAME"), word("UNIT"), word("MEANING")))),
        equations=value_of(lib.impakt_model_equations, pointer),
        pointer=pointer,
        owner=owner,
    )


def models():
    """Every registered model."""
    return tuple(read_model(lib.impakt_model_at(index))
                 for index in range(lib.impakt_model_count()))


def model(name):
    """The registered model of that name; UnknownNameError with the nearest if there is none."""
    key = text(name, "the name of a model")
    pointer = lib.impakt_model_find(key)
    if pointer is None:
        near = lib.impakt_model_nearest(key)
        raise error(CONSTANTS["E_NAME"], f"no model '{name}'"
                    + (f"; did you mean '{near.decode()}'?" if near else ""))
    return read_model(pointer)
