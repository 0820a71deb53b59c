"""Formats: what a file is, by its content first and its name second, and who reads it.

In: a ``Source``, a file before it is read.  Out: ``Found``, one article as it stands in the file. One module a format;
each registers its readers with ``reads``.

- source      a file before it is read; what a reader finds
- registry    the formats, and which one a file is in
- encodings   bytes to text
- zips, markup, archives              what several formats need: bounded zips, elements of pages, marks of archives
- plain, pages                        a text, a saved web page
- tables, records, databases          CSV, Excel and Parquet; JSON; SQLite
- factiva, nexis, proquest, europresse, newsbank, integrum    what news archives export
- office, pdf, epub                   Word, RTF, OpenDocument; PDF; books
- mail, feeds, crawls                 letters and saved pages of browsers; RSS and Atom; WARC
- packed                              zip, gz and tar of any of these

A format: a module with a function under ``@reads``, named below.
"""

from toolkit.reading.formats import (
    crawls,
    databases,
    epub,
    europresse,
    factiva,
    feeds,
    integrum,
    mail,
    newsbank,
    nexis,
    office,
    packed,
    pages,
    pdf,
    plain,
    proquest,
    records,
    tables,
)
from toolkit.reading.formats.registry import FORMATS, Format, format_of, suffixes
from toolkit.reading.formats.source import HEAD, Source

MODULES = (
    crawls,
    databases,
    epub,
    europresse,
    factiva,
    feeds,
    integrum,
    mail,
    newsbank,
    nexis,
    office,
    packed,
    pages,
    pdf,
    plain,
    proquest,
    records,
    tables,
)

__all__ = ["FORMATS", "HEAD", "MODULES", "Format", "Source", "format_of", "suffixes"]
