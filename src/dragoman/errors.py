"""Every exception that dragoman raises on purpose, on one screen."""


class DragomanError(Exception):
    """Something a user can mend; its text is one line that says what went wrong and what to do."""


class InputError(DragomanError):
    """A page that cannot be read: missing, empty, binary, too large, or not fetched."""


class ManifestError(InputError):
    """A line of a manifest that is no JSON object or names no page."""


class DayError(DragomanError):
    """A day given by the user that is no calendar day."""


class DataError(DragomanError):
    """A word list or table in the package is wrong; the text names file and line."""


class AdditionsError(DragomanError):
    """A file of additions to the knowledge of actors is wrong; the text names file, line and fix."""


class ModelError(DragomanError):
    """The language model's files are missing or do not belong together."""


class LibraryError(DragomanError):
    """A library that cannot be opened, is locked by another process, or was written by a newer version."""
