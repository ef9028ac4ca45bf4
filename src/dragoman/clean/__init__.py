"""Page -> Article: the text with its blocks named, the headline, the day, the outlet, the sections."""

from dragoman.clean.article import clean_page

__all__ = ["clean_page"]
