"""Mail, saved pages, feeds and crawls, each made here."""

from __future__ import annotations

import gzip
import io
import sys
import time
from email.message import EmailMessage

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.reading.samples import ONE, TWO, read, source_of
from toolkit.errors import ArticleError, MissingExtraError
from toolkit.reading.formats import feeds, mail
from toolkit.reading.formats.registry import format_of
from toolkit.reading.found import Found

DAY = "Mon, 06 May 2024 08:30:00 +0000"


def page(text: str) -> str:
    return f"<html><body><article><h1>A title</h1><p>{text}</p></article></body></html>"


def letter(*, subject: str = "Wheat rises – Türkiye", text: str = f"{ONE}\n\n{TWO}\n", html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["Date"] = subject, "Ann Lee <ann@a.example>", DAY
    message["Message-ID"] = "<1@a.example>"
    if text:
        message.set_content(text)
    if html:
        if text:
            message.add_alternative(html, subtype="html")
        else:
            message.set_content(html, subtype="html")
    return message


AUTHOR = "Ann Lee <ann@a.example>"


def test_a_mail():
    message = letter(html="<p>Another text.</p>")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    message.add_attachment("An attached text.", filename="a.txt")
    assert read("a.eml", message.as_bytes()) == [
        Found(f"{ONE}\n\n{TWO}", "Wheat rises – Türkiye", DAY, None, None, {"attachments": 2, "author": AUTHOR})
    ]


def test_a_mail_is_known_by_its_headers():
    assert read("mail.txt", letter().as_bytes())[0].title == "Wheat rises – Türkiye"
    assert read("mail", letter().as_bytes().replace(b"\n", b"\r\n"))[0].body == f"{ONE}\n\n{TWO}"
    assert format_of(source_of("a.bin", b"Subject: trade\n\nA text with a colon.")) is None


def test_a_mail_without_a_text_of_its_own():
    html = f"<html><head><style>p</style></head><body><p>{ONE}</p><p>{TWO}<br>Ends.</p></body></html>"
    (found,) = read("a.eml", letter(text="", html=html).as_bytes())
    assert found.body == f"{ONE}\n\n{TWO}\nEnds."
    long = f"<p>{ONE}</p>" * 50
    (found,) = read("a.eml", letter(text="Open this mail in a browser.", html=long).as_bytes())
    assert found.body.count(ONE) == 50


def test_several_texts_are_joined():
    message = letter()
    message.make_mixed()
    part = EmailMessage()
    part.set_content("And more.\n")
    message.attach(part)
    assert read("a.eml", message.as_bytes())[0].body == f"{ONE}\n\n{TWO}\n\nAnd more."


def test_flowed_lines_and_encodings():
    head = f"Subject: =?koi8-r?B?9M/Sx8/XzNE=?=\nFrom: a@a.example\nDate: {DAY}\nMIME-Version: 1.0\nContent-Type: text/plain; "
    flowed = f"{head}charset=us-ascii; format=flowed\n\nExports of \nwheat rose.\n\n> quoted \n> text\n\n-- \nAnn\n"
    (found,) = read("a.eml", flowed.encode())
    assert (found.title, found.body) == ("Торговля", "Exports of wheat rose.\n\n> quoted\n> text\n\n--\nAnn")
    (found,) = read("a.eml", f"{head}charset=koi8-r\n\n".encode() + "Торговля растёт.".encode("koi8-r"))
    assert found.body == "Торговля растёт."
    (found,) = read("a.eml", f"{head}charset=iso-8859-1\n\nTürkiye".encode())  # it is UTF-8, whatever it says
    assert found.body == "Türkiye"


def test_encodings_that_are_none():
    head = f"Subject: =?idna?q?Wheat?=\nFrom: a@a.example\nDate: {DAY}\nMIME-Version: 1.0\nContent-Type: text/plain; charset="
    for charset in ("nonsense", "undefined", "idna"):
        (found,) = read("a.eml", f"{head}{charset}\n\n{ONE}".encode())
        assert (found.title, found.body) == ("Wheat", ONE)


def test_a_mail_that_is_too_long(monkeypatch):
    monkeypatch.setattr(mail, "MOST_MAIL", 2**10)
    long = letter(text=f"{ONE}\n" * 50).as_bytes()
    for name, data in (("a.eml", long), ("a.mhtml", long), ("a.mbox", b"From a@a.example Mon May  6 08:30:00 2024\n" + long)):
        with pytest.raises(ArticleError, match=rf"{name} holds .*more than 0 MB"):
            read(name, data)


def test_a_mailbox():
    notes: list[ArticleError] = []
    mails = [letter(subject="One"), letter(subject="Two", text=""), letter(subject="Three", text="From the start, it fell.\n")]
    box = b"\n".join(
        b"From a@a.example Mon May  6 08:30:00 2024\n" + m.as_bytes().replace(b"\nFrom the", b"\n>From the") for m in mails
    )
    found = read("a.mbox", box, notes)
    assert [(f.title, f.body) for f in found] == [("One", f"{ONE}\n\n{TWO}"), ("Three", "From the start, it fell.")]
    assert [str(note) for note in notes] == [
        "Mail 2: a.mbox holds no text; open it in a mail program, and save its text as .txt."
    ]


def test_a_saved_page():
    data = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/wheat\r\nSubject: Wheat\r\nDate: {DAY}\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/css\r\n\r\np {}\r\n"
        "--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        "Content-Location: https://a.example/wheat\r\n\r\n"
        f"{page('Exports to T=C3=BCrk=CRLFiye rose.')}".replace("CRLF", "\r\n")
        + "\r\n--b--\r\n"
    )
    article = Found("A title\n\nExports to Türkiye rose.", "A title", meta={"url": "https://a.example/wheat"})
    for name in ("a.mhtml", "a.mht", "a.eml"):
        assert read(name, data.encode()) == [article]


def rss(items: str, *, head: str = "") -> bytes:
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    channel = f"<channel><title>The Daily</title><lastBuildDate>Tue, 07 May 2024 00:00:00 GMT</lastBuildDate>{items}</channel>"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!-- made here -->\n{head}<rss version="2.0" {spaces}>{channel}</rss>'.encode()


def test_a_feed_of_rss():
    items = (
        f"<item><title>Wheat &amp;amp; maize</title><link>https://a.example/1</link><guid>one</guid><pubDate>{DAY}</pubDate>"
        f"<dc:creator>Ann Lee</dc:creator><description>Short.</description>"
        f"<content:encoded><![CDATA[<p>{ONE}</p><p>{TWO}</p><script>no</script>]]></content:encoded></item>"
        "<item><title>Maize</title><description>Plain &lt;b&gt;text&lt;/b&gt;.</description><guid>https://a.example/2</guid></item>"
        "<item><title>Only a title</title><source url='https://b.example/'>The Weekly</source></item><item/>"
    )
    notes: list[ArticleError] = []
    assert read("a.xml", rss(items), notes) == [
        Found(
            f"{ONE}\n\n{TWO}",
            "Wheat & maize",
            DAY,
            "The Daily",
            None,
            {"url": "https://a.example/1", "guid": "one", "author": "Ann Lee"},
        ),
        Found("Plain text.", "Maize", None, "The Daily", None, {"url": "https://a.example/2", "guid": "https://a.example/2"}),
        Found("Only a title", "Only a title", None, "The Weekly"),
    ]
    assert [str(note) for note in notes] == ["a.xml, entry 4 has neither text nor title; leave it out of the feed."]


def test_a_feed_of_atom():
    data = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>The Daily</title>'
        "<entry><title>Wheat</title><id>tag:1</id><link href='https://a.example/1'/><updated>2024-05-07T00:00:00Z</updated>"
        f"<published>2024-05-06T08:30:00Z</published><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>{ONE}</p><p>{TWO}</p></div></content></entry>"
        f"<entry><title>Maize</title><updated>2024-05-07T00:00:00Z</updated><summary>{TWO}</summary></entry></feed>"
    )
    assert read("a.atom", data.encode()) == [
        Found(
            f"{ONE}\n\n{TWO}",
            "Wheat",
            "2024-05-06T08:30:00Z",
            "The Daily",
            None,
            {"url": "https://a.example/1", "guid": "tag:1"},
        ),
        Found(TWO, "Maize", None, "The Daily"),
    ]


def test_a_feed_of_rdf():
    data = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Daily</title></channel>'
        f"<item rdf:about='https://a.example/1'><title>Wheat</title><link>https://a.example/1</link><dc:date>2024-05-06</dc:date>"
        f"<description>{ONE}</description></item></rdf:RDF>"
    )
    (found,) = read("a.xml", data.encode())
    assert found[:4] == (ONE, "Wheat", "2024-05-06", "The Daily")


def test_a_feed_is_read_without_a_network_or_a_file(monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("builtins.open", refuse)
    item = '<item><title>&x;</title><description>A text. &lt;img src="http://a.example/a.png"&gt;</description></item>'
    for entity in ('"http://a.example/x"', '"file:///etc/passwd"'):
        (found,) = read("a.xml", rss(item, head=f"<!DOCTYPE rss [<!ENTITY x SYSTEM {entity}>]>"))
        assert found.body == "A text."
        assert "root" not in found.title


def test_a_feed_that_is_cut_off_says_after_which_entry():
    notes: list[ArticleError] = []
    data = rss(f"<item><title>Wheat</title><description>{ONE}</description></item>" * 3)
    found = read("a.rss", data[: data.rindex(b"May.") - 5], notes)
    assert [f.body for f in found[:2]] == [ONE, ONE]
    assert str(notes[0]).startswith("a.rss is cut off after entry 3")


def warc(records: list[tuple[str, str, str, str]], *, packed: bool = False) -> bytes:
    """Return a crawl of (address, status, type, content)."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=packed)
    made = [writer.create_warcinfo_record("a.warc", {"software": "test"})]
    for url, status, kind, content in records:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        data = io.BytesIO(content.encode("koi8-r" if "koi8" in kind else "utf-8"))
        known = {"WARC-Date": "2024-05-06T08:30:00Z"}
        made.append(writer.create_warc_record(url, "response", data, http_headers=headers, warc_headers_dict=known))
    for record in made:
        writer.write_record(record)
        record.raw_stream.close()
    return stream.getvalue()


UTF8 = "text/html; charset=utf-8"
CRAWL = [
    ("https://a.example/1", "200 OK", UTF8, page(ONE)),
    ("https://a.example/a.png", "200 OK", "image/png", "PNG"),
    ("https://a.example/2", "404 Not Found", UTF8, page("Not found.")),
    ("https://a.example/3", "200 OK", UTF8, "<p></p>"),
    ("https://a.example/4", "200 OK", "text/html; charset=koi8-r", page("Торговля растёт.")),
]
PAGE_ONE = f"A title\n\n{ONE}"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.warc", warc(CRAWL)),
        ("a.warc.gz", warc(CRAWL, packed=True)),
        ("crawl", warc(CRAWL, packed=True)),
        ("a.warc.gz", gzip.compress(warc(CRAWL))),  # packed as one, and not a record at a time
    ],
)
def test_a_crawl(name, data):
    notes: list[ArticleError] = []
    known = {"crawled": "2024-05-06T08:30:00Z"}
    assert read(name, data, notes) == [
        Found(PAGE_ONE, "A title", meta={**known, "url": "https://a.example/1"}),
        Found("A title\n\nТорговля растёт.", "A title", meta={**known, "url": "https://a.example/4"}),
    ]
    assert [str(note) for note in notes] == [f"{name}/https://a.example/3 holds no article text; save the article as .txt."]


def test_a_crawl_that_is_cut_off_keeps_what_came_before():
    notes: list[ArticleError] = []
    data = warc(CRAWL[:1] * 3)
    found = read("a.warc", data[: data.rindex(b"HTTP/1.1") - 30], notes)
    assert [f.body for f in found] == [PAGE_ONE, PAGE_ONE]
    whole = warc(CRAWL[:1] * 3, packed=True)
    assert len(read("a.warc.gz", whole[:-20], notes)) >= 2


def test_a_crawl_that_is_a_bomb():
    notes: list[ArticleError] = []
    bomb = ("https://a.example/1", "200 OK", UTF8, "0" * 30_000_000)
    assert read("a.warc.gz", gzip.compress(warc([bomb, *CRAWL[:1]])), notes) == []
    assert all("more than 200 times its packed size" in str(note) for note in notes)


LAUGHS = (
    '<!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.eml", b"", "headers such as"),
        ("a.eml", b"\x00\x01\x02", "headers such as"),
        ("a.eml", letter(text="").as_bytes(), "save its text as .txt"),
        ("a.mhtml", letter().as_bytes(), "save it as .html"),
        ("a.rss", rss(""), "without entries"),
        ("a.rss", rss("<item " + " ".join(f"a{n}='x'" for n in range(600)) + "/>"), "more than 500 attributes"),
        ("a.warc", b"WARC/1.0\r\nX: " + b"x" * 2_000_000, "headers are longer than 1 MB"),
        ("a.rss", rss("<item><title>Wheat</title></item>")[:260], "without entries"),
        ("a.xml", b"<nitf><p>A text.</p></nitf>", "is no RSS, Atom or RDF feed"),
        ("a.warc", b"", "no page of HTML"),
        ("a.warc", b"WARC/1.0\r\nnonsense", "no page of HTML"),
        ("a.warc", b"nonsense\r\n\r\n", "get the file once more"),
        ("a.warc", warc(CRAWL[1:2]), "no page of HTML"),
        ("a.warc.gz", warc(CRAWL[1:2], packed=True)[:100], "damaged"),
        ("a.warc.gz", gzip.compress(warc(CRAWL[1:3])), "no page of HTML, but 3 records"),
    ],
)
def test_bad_files_are_told(name, data, says):
    with pytest.raises(ArticleError) as told:
        read(name, data)
    assert name in str(told.value)
    assert says in str(told.value)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.eml", b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 20_000),
        (
            "a.eml",
            b"From: a\nMIME-Version: 1.0\n"
            + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(3_000)),
        ),
        ("a.eml", b"Subject: " + b"=?utf-8?q?" * 200_000 + b"\nMessage-ID: 1\n\nx"),
        ("a.eml", b"A: b\n" * 200_000),
        ("a.xml", rss("<item><title>&i;</title></item>", head=LAUGHS)),
        ("a.xml", rss("<item><description>" + "&lt;div&gt;" * 100_000 + "x</description></item>")),
        ("a.xml", rss("<item><title>x</title></item>" * 5_000)),
        ("a.xml", b"<!-- " * 10_000 + b"<rss>"),
    ],
    ids=range(8),
)
def test_long_files_take_a_time_that_grows_with_their_length(name, data):
    begun = time.perf_counter()
    source = source_of(name, data)
    form = format_of(source)
    assert form is not None
    message, found = name, []
    try:
        found = list(form.read(source, lambda note: None))
    except ArticleError as error:
        message = str(error)
    assert name in message
    assert sum(len(article.body) for article in found) < 10 * len(data)
    assert time.perf_counter() - begun < 20


def test_a_page_after_many_comments_is_no_feed():
    begun = time.perf_counter()
    assert not feeds._looks(source_of("a.xml", b"<!---->" * 9_000 + b"<html>"))
    assert feeds._looks(source_of("a.xml", b"<!---->" * 9_000 + b"<rss>"))
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize(
    ("module", "name", "data"),
    [("feedparser", "a.rss", rss("<item/>")), ("warcio.archiveiterator", "a.warc", warc(CRAWL))],
)
def test_a_package_that_is_not_installed(monkeypatch, module, name, data):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=f"Reading {name} needs the package"):
        read(name, data)
