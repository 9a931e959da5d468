"""A status below zero becomes an exception that carries it, with the library's sentence."""

from ._library import CONSTANTS
from ._opened import lib


class Error(Exception):
    """A call of the library failed.  status is the header's number, message one sentence."""

    def __init__(self, status, message=""):
        text = lib.impakt_status_text(status).decode()
        self.status = status
        self.message = message or text
        super().__init__(self.message)

    def __reduce__(self):  # so that it survives the way back from another process
        return type(self), (self.status, self.message)


class Remark(UserWarning):
    """A call has succeeded, with something to keep in mind."""


class ArgumentError(Error, ValueError):
    """A number is not finite, or an object has been closed."""


class UnknownNameError(Error, LookupError):
    """No quantity, model or preset of that name."""


class OutsideError(Error, LookupError):
    """An index or number outside its list."""


class LengthError(Error, ValueError):
    """An array of the wrong length."""


class RangeError(Error, ValueError):
    """A value outside the range of its parameter or option."""


class OrderError(Error, ValueError):
    """Times that do not increase, or a call made too early."""


class UnitError(Error, ValueError):
    """A unit that is unknown, or does not fit."""


class OutOfMemoryError(Error, MemoryError):
    """The library got no memory."""


class SteadyStateError(Error, ArithmeticError):
    """There is no steady state; the message says why."""


class IntegrationError(Error, ArithmeticError):
    """The run could not be finished."""


class StepsError(IntegrationError):
    """The integrator used up its steps."""


class AccuracyError(IntegrationError):
    """The tolerances could not be met."""


class NotFiniteError(IntegrationError):
    """The equations gave NaN or infinity."""


class RuleError(IntegrationError):
    """A rule fires more often than there is room for, or has no slope."""


class ConvergenceError(Error, ArithmeticError):
    """A search ended before it had found an optimum."""


class InternalError(Error):
    """A mistake of the library; please report it."""


KINDS = {
    CONSTANTS["E_ARGUMENT"]: ArgumentError,
    CONSTANTS["E_NAME"]: UnknownNameError,
    CONSTANTS["E_INDEX"]: OutsideError,
    CONSTANTS["E_LENGTH"]: LengthError,
    CONSTANTS["E_RANGE"]: RangeError,
    CONSTANTS["E_ORDER"]: OrderError,
    CONSTANTS["E_UNIT"]: UnitError,
    CONSTANTS["E_MEMORY"]: OutOfMemoryError,
    CONSTANTS["E_STEADY"]: SteadyStateError,
    CONSTANTS["E_STEPS"]: StepsError,
    CONSTANTS["E_ACCURACY"]: AccuracyError,
    CONSTANTS["E_NOT_FINITE"]: NotFiniteError,
    CONSTANTS["E_RULE"]: RuleError,
    CONSTANTS["E_CONVERGENCE"]: ConvergenceError,
    CONSTANTS["E_INTERNAL"]: InternalError,
}


def error(status, message=""):
    """The exception for a status; one of a later version is a plain Error."""
    return KINDS.get(status, Error)(status, message)
