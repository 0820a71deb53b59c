"""Saved pages: the day that a page declares, never one that it mentions; its title without the site; its letters."""

from __future__ import annotations

import json

import pytest

from toolkit.reading import read_article, read_articles

pytest.importorskip("trafilatura", reason="the extra 'readers' is not installed")

TOLD = "<!-- told -->"
BODY = "<p>Exports of cocoa rose 4% to $90 million in 2023, the office said on 3 May 2021, and the harvest was good.</p>" * 4


def page(head="", at_title="", after="", body=BODY, title="Cocoa sales rise again"):
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body><header>The Paper</header>"
        f"<article><h1>Cocoa sales rise again</h1>{at_title}{body}</article>{after}</body></html>"
    )


def meta(name, content):
    return f'<meta property="{name}" content="{content}">'


def linked(**cells):
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **cells})}</script>'


@pytest.mark.parametrize(
    ("html", "day"),
    [
        (page(meta("article:published_time", "2024-02-10T08:00:00Z")), "2024-02-10"),
        (page(linked(datePublished="2024-02-10T08:00:00+01:00", dateModified="2024-03-01")), "2024-02-10"),
        (
            page('<script type="application/ld+json">{"@type": "Article", "datePublished": "2024-02-10", broken}</script>'),
            "2024-02-10",
        ),
        (page(linked(datePublished="10 February 2024")), "2024-02-10"),
        (page(at_title='<time datetime="2024-02-10">yesterday</time>'), "2024-02-10"),
        (page(at_title='<span class="entry-date">10. Februar 2024, 08:15 Uhr</span>'), "2024-02-10"),
        (page(at_title="<p>10.02.2024</p>"), "2024-02-10"),
        (page(at_title='<p class="datum">samedi 10 février 2024</p>'), "2024-02-10"),
        (page('<link rel="canonical" href="https://paper.example/2024/02/10/cocoa/">'), "2024-02-10"),
        # what a page changed, says or lists is not its day
        (page(meta("article:modified_time", "2024-02-10T08:00:00Z")), None),
        (page(at_title='<p class="date">Last updated 10 February 2024</p>'), None),
        (page(at_title='<p class="date">Aktualisiert: 10.02.2024</p>'), None),
        (page(at_title="<p>The harvest began on 10 February 2024, and lasted until the end of the month or so.</p>"), None),
        (page(after='<div class="comments"><time datetime="2024-02-10">10 Feb 2024</time></div>'), None),
        (page(after='<footer>Printed on <span class="date">10 February 2024</span></footer>'), None),
        (page(at_title='<p class="date">03/04/2024</p>'), None),
        # a moment in UTC gives way to the paper's own day, and only to a day beside it
        (
            page(meta("article:published_time", "2024-02-11T03:10:00Z"), '<span class="date">10 February 2024</span>'),
            "2024-02-10",
        ),
        (page(meta("article:published_time", "2024-02-10T23:00:00Z"), '<span class="date">11.02.2024</span>'), "2024-02-11"),
        (TOLD + page(meta("article:published_time", "2024-02-10T12:00:00+01:00"), "<p>11.02.2024</p>"), None),
        (page(meta("date", "2024-02-10"), '<span class="date">1 January 2024</span>'), None),
        (TOLD + page(meta("article:published_time", "2024-02-10") + linked(datePublished="2021-01-01")), None),
        (
            page(meta("article:published_time", "2024-02-10") + linked(datePublished="2024-02-10"), "<p>01.01.2024</p>"),
            "2024-02-10",
        ),
        # a page of the crawl that has an older article beside it
        (page(linked(datePublished="2024-02-10") + linked(datePublished="2020-01-01")), "2024-02-10"),
        (TOLD + page(meta("article:published_time", "1024-02-10")), None),
        (TOLD + page(meta("article:published_time", "03/04/2024")), None),
        # a day in a sentence, of a reader's birth, of the day on which the page was looked at
        (page(at_title='<div class="standfirst">They met on 3 May 2019 in Rome</div>'), None),
        (page(at_title='<p class="byline">By Ann Lee, winner of the prize of 5 May 2019</p>'), None),
        (page(at_title='<p class="timeline-item">It fell on 3 May 2019 by a third</p>'), None),
        (page(at_title='<p>It began on <time datetime="1939-09-01">1 September 1939</time>.</p>'), None),
        (page(at_title='<p class="date">Last reviewed 3 May 2019</p>'), None),
        (
            page().replace("<header>The Paper</header>", '<header><div class="date">Friday, 27 November 2026</div></header>'),
            None,
        ),
        (
            page(linked(**{"@type": "WebPage", "datePublished": "2011-01-01"}) + linked(datePublished="2024-02-10")),
            "2024-02-10",
        ),
    ],
)
def test_the_day_that_a_page_declares(tmp_path, html, day):
    (tmp_path / "page.html").write_text(html, encoding="utf-8")
    problems = []
    (article,) = read_articles(tmp_path / "page.html", errors=problems)
    assert (str(article.date) if article.date else None) == day
    assert len(problems) == ("told" in html)


def test_a_page_goes_before_the_name_of_its_file(tmp_path):
    for name, html, day in (
        ("2020-01-01.html", page(meta("article:published_time", "2024-02-10")), "2024-02-10"),
        ("2020-01-02.html", page(), "2020-01-02"),
    ):
        (tmp_path / name).write_text(html, encoding="utf-8")
        assert str(read_article(tmp_path / name).date) == day
        assert str(read_article(tmp_path / name, date="2019-09-09").date) == "2019-09-09"


@pytest.mark.parametrize("mark", [" | ", " - ", " – ", " — ", " :: "])
def test_a_title_without_its_site(tmp_path, mark):
    head = meta("og:site_name", "The Paper")
    (tmp_path / "page.html").write_text(page(head, title=f"Cocoa sales rise again{mark}The Paper"), encoding="utf-8")
    article = read_article(tmp_path / "page.html")
    assert (article.title, article.source) == ("Cocoa sales rise again", "The Paper")
    assert article.text.startswith("Cocoa sales rise again\n\nExports")


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", '<meta charset="utf-8">'),
        ("cp1252", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'),
        ("cp1252", ""),
        ("utf-16", ""),
        ("utf-8", '<meta charset="iso-8859-1">'),  # a page is read as what it is, not as what it says
        ("cp1252", '<meta charset="no-such-thing">'),
    ],
)
def test_letters_of_a_page(tmp_path, encoding, head):
    body = "<p>Müller & Söhne sold cocoa for £3.2 billion in May, the café owners of the country said on Monday.</p>" * 4
    (tmp_path / "page.html").write_bytes(page(head, body=body).encode(encoding))
    article = read_article(tmp_path / "page.html")
    assert "Müller & Söhne sold cocoa for £3.2 billion" in article.text
    assert article.meta["encoding"].replace("windows-1252", "cp1252").replace("utf-16-le", "utf-16") == encoding


def test_a_page_under_another_name(tmp_path):
    (tmp_path / "page.php").write_text(page(), encoding="utf-8")
    (tmp_path / "page").write_text(page(), encoding="utf-8")
    assert [a.meta["format"] for a in read_articles(tmp_path)] == ["web page", "web page"]


def test_comments_before_the_page_are_passed_over_in_linear_time(tmp_path):
    (tmp_path / "page").write_text("<!-- saved -->\n" * 40 + page(), encoding="utf-8")
    (tmp_path / "text.txt").write_text("<!-- a -->" * 5000 + " Trade grew.", encoding="utf-8")
    assert [a.meta["format"] for a in read_articles(tmp_path)] == ["web page", "plain text"]
