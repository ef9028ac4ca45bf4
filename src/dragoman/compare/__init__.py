"""Many pages compared: which are copies of which, who has the story from whom, which events are one happening, how each tells it."""

from dragoman.compare.copies import Copy, find_copies
from dragoman.compare.differing import Difference
from dragoman.compare.followed import Followed, Pursuit, follow_sayings
from dragoman.compare.happenings import Happening, Happenings, find_happenings, page_groups
from dragoman.compare.occurrences import Occurrence, Telling, telling_of
from dragoman.compare.passages import Passage
from dragoman.compare.profiles import Profile, read_actor_profile
from dragoman.compare.relations import Relation, Scope, read_relation
from dragoman.compare.reprints import Reprint, count_once, find_reprints
from dragoman.compare.stories import Story, story_of
from dragoman.compare.tellers import Told, read_happening
from dragoman.compare.versions import Comparison, Version, compare_versions, find_differences, told_by_one

__all__ = [
    "Comparison",
    "Copy",
    "Difference",
    "Followed",
    "Happening",
    "Happenings",
    "Occurrence",
    "Passage",
    "Profile",
    "Pursuit",
    "Relation",
    "Reprint",
    "Scope",
    "Story",
    "Telling",
    "Told",
    "Version",
    "compare_versions",
    "count_once",
    "find_copies",
    "find_differences",
    "find_happenings",
    "find_reprints",
    "follow_sayings",
    "page_groups",
    "read_actor_profile",
    "read_happening",
    "read_relation",
    "story_of",
    "telling_of",
    "told_by_one",
]
