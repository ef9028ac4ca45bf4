"""Where records are shown: the terminal, standard output, a file, or a directory of pages."""

import sys
from contextlib import ExitStack
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import TextIO

from rich.console import Console

from dragoman.cli.options import Format
from dragoman.cli.terminal import print_record
from dragoman.errors import DragomanError
from dragoman.model import Record
from dragoman.show import page_html, record_json
from dragoman.store.files import written_whole


class Output:
    """Shows records in one form. A file is written aside and has its name only when all is written."""

    def __init__(self, form: Format | None, path: Path | None, *, is_many: bool) -> None:
        """Show records in ``form`` (None: not at all) at ``path`` (None: standard output)."""
        self.form, self.path = form, path
        self.folder = path if form is Format.html and path is not None and (is_many or path.is_dir()) else None
        if form is Format.html and is_many and path is None:
            raise DragomanError("several HTML pages need a directory: name one with --output")
        self.console = Console()
        self.file: TextIO = sys.stdout
        self.count = 0
        self.stack = ExitStack()

    def __enter__(self) -> "Output":
        """Open the file."""
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
        elif self.path is not None and self.form is not None:
            aside = self.stack.enter_context(written_whole(self.path))
            self.file = self.stack.enter_context(aside.open("w", encoding="utf-8", newline="\n"))
            self.console = Console(file=self.file, width=100, no_color=True, force_terminal=False)
        elif isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", errors="replace")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Give the file its name, unless something went wrong."""
        if self.file is sys.stdout:
            self.file.flush()
            return
        self.stack.__exit__(kind, error, trace)

    def is_wanted(self) -> bool:
        """Whether records are shown at all."""
        return self.form is not None

    def is_on_terminal(self) -> bool:
        """Whether records run over the terminal."""
        return self.form is not None and self.path is None and sys.stdout.isatty()

    def write(self, record: Record) -> None:
        """Show one record."""
        self.count += 1
        if self.form is Format.html and self.folder is None and self.count > 1:
            raise DragomanError("several HTML pages need a directory: name one with --output")
        if self.folder is not None:
            (self.folder / f"{record.article.page.id}.html").write_text(page_html(record), "utf-8", "replace")
        elif self.form is Format.json:
            self.file.write(f"{record_json(record)}\n")
        elif self.form is Format.html:
            self.file.write(page_html(record))
        else:
            print_record(self.console, record)
