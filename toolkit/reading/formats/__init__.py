"""Formats: what a file is, by its content first and its name second, and who reads it.

In: a ``Source``, a file before it is read.  Out: ``Found``, one article as it stands in the file. One module a format;
each registers its readers with ``reads``.

- source      a file before it is read
- registry    the formats, and which one a file is in
- encodings   bytes to text
- zips, markup, archives              what several formats need: bounded zips, elements of pages, marks of archives
- plain, pages, page_days             a text; a saved web page, the day that it declares
- tables, records, databases          CSV, Excel and Parquet; JSON; SQLite
- factiva, nexis, proquest, europresse, newsbank, integrum    what news archives export
- office, pdf, epub                   Word, RTF, OpenDocument; PDF; books
- mail, feeds, crawls                 letters and saved pages of browsers; RSS and Atom; WARC
- packed                              zip, gz and tar of any of these

A format: a module with a function under ``@reads``, named in ``registry.MODULES``; they are loaded with the first file.
"""

from toolkit.reading.formats.registry import Format, format_of, suffixes
from toolkit.reading.formats.source import HEAD, Source

__all__ = ["HEAD", "Format", "Source", "format_of", "suffixes"]
