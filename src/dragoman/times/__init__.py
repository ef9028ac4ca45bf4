"""Parse and day -> Whens: time expressions found and placed on the calendar, in EDTF."""

from dragoman.times.calendar import days_of
from dragoman.times.find import find_times, find_timex, find_whens

__all__ = ["days_of", "find_times", "find_timex", "find_whens"]
