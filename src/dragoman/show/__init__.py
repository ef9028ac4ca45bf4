"""How a record is shown: as JSON, as a page, in a notebook, in words."""

from dragoman.show.form import record_form, record_json
from dragoman.show.page import page_html, record_section
from dragoman.show.report import report_html
from dragoman.show.words import Words, actor_words, day_words, plain

__all__ = ["Words", "actor_words", "day_words", "page_html", "plain", "record_form", "record_json", "record_section", "report_html"]
