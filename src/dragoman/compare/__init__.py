"""Many pages compared: which are copies of which, and who has the story from whom."""

from dragoman.compare.copies import Copy, find_copies
from dragoman.compare.passages import Passage
from dragoman.compare.reprints import Reprint, count_once, find_reprints
from dragoman.compare.stories import Story, story_of

__all__ = ["Copy", "Passage", "Reprint", "Story", "count_once", "find_copies", "find_reprints", "story_of"]
