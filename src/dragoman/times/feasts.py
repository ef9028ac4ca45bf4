"""When feasts and holidays fall, in the calendars of the churches, of Islam, of the Jews, of Iran and of China."""

from datetime import date, timedelta
from functools import cache

from hijridate import Hijri

from dragoman.lexicon import load_yaml
from dragoman.times.calendar import MAX_YEAR, MIN_YEAR, add_days, day_or_none, last_of_month

_UMM_AL_QURA = range(1343, 1501)
_NISAN, _KISLEV, _TISHRI, _ADAR = 1, 9, 7, 12
_NOWRUZ_LEAP = frozenset((1, 5, 9, 13, 17, 22, 26, 30))


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the eastern churches (Meeus' Julian algorithm), as a Gregorian day."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=year // 100 - year // 400 - 2)


def _islamic_ordinal(year: int, month: int, day: int) -> int:
    return day + 29 * (month - 1) + month // 2 + (year - 1) * 354 + (3 + 11 * year) // 30 + 227014


def islamic(year: int, month: int, day: int) -> date | None:
    """The Gregorian day in ``year`` of a day in the Islamic calendar; the first, if there are two.

    From 1924 to 2077 it is that of Umm al-Qura, by which Saudi Arabia goes, else the tabular one (Reingold and Dershowitz).
    """
    guess = (year - 622) * 33 // 32
    for hijri in (guess - 1, guess, guess + 1, guess + 2):
        found = _islamic_day(hijri, month, day)
        if found and found.year == year:
            return found
    return None


def _islamic_day(year: int, month: int, day: int) -> date | None:
    if year in _UMM_AL_QURA:
        first = Hijri(year, month, 1).to_gregorian()
        return date(first.year, first.month, first.day) + timedelta(days=day - 1)
    ordinal = _islamic_ordinal(year, month, day)
    return date.fromordinal(ordinal) if ordinal > 0 else None


def _hebrew_new_year(year: int) -> int:
    months = (235 * year - 234) // 19
    parts = 12084 + 13753 * months
    day = 29 * months + parts // 25920
    return day + 1 if 3 * (day + 1) % 7 < 3 else day


def _hebrew_ordinal(year: int) -> int:
    before, this, after = (_hebrew_new_year(y) for y in (year - 1, year, year + 1))
    delay = 2 if after - this == 356 else 1 if this - before == 382 else 0
    return -1373427 + this + delay


def hebrew(year: int, month: int, day: int) -> date | None:
    """The Gregorian day in ``year`` of a day in the Hebrew calendar (Reingold and Dershowitz).

    Months count from Nisan; only Nisan (1), Sivan (3), Tishri (7), Kislev (9) and the last before Nisan (12, Adar) are known.
    """
    new_year, next_year = _hebrew_ordinal(year + 3761), _hebrew_ordinal(year + 3762)
    nisan = new_year - 177
    long_autumn = (next_year - new_year) % 10 == 5
    firsts = {_NISAN: nisan, 3: nisan + 59, _TISHRI: new_year, _KISLEV: new_year + 59 + long_autumn, _ADAR: nisan - 29}
    return date.fromordinal(firsts[month] + day - 1) if month in firsts else None


def nowruz(year: int) -> date:
    """The first day of the Iranian year, by the cycle of 33 years that holds from 1922 on."""
    leaps = sum((y - 621) % 33 in _NOWRUZ_LEAP for y in range(1925, year))
    return date(1925, 3, 21) + timedelta(days=365 * (year - 1925) + leaps) if year >= 1925 else date(year, 3, 21)


@cache
def _lunar_new_years() -> dict[int, str]:
    return {int(year): str(day) for year, day in load_yaml("times_holidays")["lunar_new_year"].items()}


def nth_weekday(year: int, nth: int, weekday: int, month: int) -> date | None:
    """The nth such weekday of a month; -1 is the last."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = last_of_month(date(year, month, 1))
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def holiday(on: str, year: int) -> tuple[date, date] | None:
    """First and last day of a holiday in a year; the forms of ``on`` are described in data/times_holidays.yml."""
    if not MIN_YEAR < year < MAX_YEAR:
        return None
    if on.startswith("islamic"):
        return _islamic_holiday([int(x) for x in on.split()[1:]], year)
    day = _one_day(on, year)
    return (day, day) if day else None


def _islamic_holiday(parts: list[int], year: int) -> tuple[date, date] | None:
    first = islamic(year, parts[0], parts[1] if len(parts) > 1 else 1)
    if first is None:
        return None
    if len(parts) > 1:
        return first, first
    following = islamic(year, parts[0] + 1, 1) if parts[0] < 12 else None
    return first, following - timedelta(days=1) if following and following > first else first + timedelta(days=28)


def _one_day(on: str, year: int) -> date | None:
    if on == "nowruz":
        return nowruz(year)
    if on == "lunar":
        return _dated(_lunar_new_years().get(year, "0-0"), year)
    if on.startswith("easter"):
        return add_days(easter(year), int(on[6:]))
    if on.startswith("orthodox"):
        return add_days(orthodox_easter(year), int(on[8:]))
    if on.startswith("hebrew"):
        return hebrew(year, *(int(x) for x in on.split()[1:]))
    if on.count(" ") == 2:
        nth, weekday, month = (int(x) for x in on.split())
        return nth_weekday(year, nth, weekday, month)
    return _dated(on, year)


def _dated(on: str, year: int) -> date | None:
    return day_or_none(year, *(int(x) for x in on.split("-")))
