"""The one error that the simulation raises for what a person can mend."""


class SimulationError(ValueError):
    """A class, a file or a vote that can't be used; the message says what was wrong, where, and what to do."""
