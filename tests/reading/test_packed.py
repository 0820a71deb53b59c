"""Packed files: what is in them is read in its own format, and nothing that they declare is believed."""

from __future__ import annotations

import bz2
import gc
import gzip
import io
import stat
import struct
import tarfile
import zipfile

import pytest

from tests.reading.samples import ONE, TWO, read, source_of
from toolkit.errors import ArticleError
from toolkit.reading.formats import packed, zips
from toolkit.reading.formats.packed import Member
from toolkit.reading.formats.registry import format_of
from toolkit.reading.formats.source import Source
from toolkit.reading.formats.zips import Budget
from toolkit.reading.found import Found

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 50


def rtf(text: str) -> bytes:
    return rf"{{\rtf1 {text}\par}}".encode()


def notes_of(name: str, data: bytes) -> tuple[list[str], list[str]]:
    """Return the ids of the articles, and what was noted."""
    notes: list[ArticleError] = []
    found = read(name, data, notes)
    return [str(article.id) for article in found], [str(note) for note in notes]


def zipped(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def tarred(files: dict[str, bytes], mode: str = "w", *, more: list[tarfile.TarInfo] | None = None) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=mode) as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for info in more or []:
            archive.addfile(info)
    return stream.getvalue()


FILES = {"may/wheat.rtf": rtf(ONE), "june.eml": f"Subject: June\nMessage-ID: 1\n\n{TWO}".encode()}


def articles(wheat: str = "may/wheat.rtf", june: str = "june.eml") -> list[Found]:
    """Return what is found in FILES, which lie at these places in the packed file."""
    return [
        Found(ONE, id="wheat", meta={"member": wheat}),
        Found(TWO, "June", id="june", meta={"attachments": 0, "member": june}),
    ]


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.zip", zipped(FILES), articles()),
        ("export", zipped(FILES), articles()),
        ("a.tar", tarred(FILES), articles()),
        ("a.tar.gz", tarred(FILES, "w:gz"), articles()),
        ("a.tgz", tarred(FILES, "w:gz"), articles()),
        ("a.zip", zipped({"inner.zip": zipped(FILES)}), articles("inner.zip/may/wheat.rtf", "inner.zip/june.eml")),
        (
            "a.zip",
            zipped({"inner.tar.gz": tarred(FILES, "w:gz")}),
            articles("inner.tar.gz/may/wheat.rtf", "inner.tar.gz/june.eml"),
        ),
        ("a.tar", tarred({"b/inner.zip": zipped(FILES)}), articles("b/inner.zip/may/wheat.rtf", "b/inner.zip/june.eml")),
        (
            "a.tar.gz",
            tarred({f"{n}.gz": gzip.compress(content) for n, content in FILES.items()}, "w:gz"),
            articles("may/wheat.rtf.gz/wheat.rtf", "june.eml.gz/june.eml"),
        ),
        ("a.zip", zipped({"__MACOSX/x": b"x", ".DS_Store": b"x", "may/.hidden.rtf": rtf("No."), **FILES}), articles()),
    ],
)
def test_each_file_is_read_in_its_own_format(name, data, found):
    notes: list[ArticleError] = []
    assert read(name, data, notes) == found
    assert notes == []


def test_one_packed_file():
    assert read("wheat.rtf.gz", gzip.compress(rtf(ONE))) == [Found(ONE, id="wheat", meta={"member": "wheat.rtf"})]
    assert read("a.gz", gzip.compress(rtf(ONE)) + gzip.compress(b"")) == [Found(ONE, id="a", meta={"member": "a"})]


def test_office_files_are_not_taken_for_packed_ones():
    names = {
        "a.docx": zipped({"_rels/.rels": b"", "[Content_Types].xml": b"", "word/document.xml": b""}),
        "a.odt": zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}),
    }
    assert format_of(source_of("a.docx", names["a.docx"])).name == "Word"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:  # as office programs write it: its kind first, not deflated
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert format_of(source_of("renamed.zip", stream.getvalue())).name == "OpenDocument"
    assert format_of(source_of("a.zip", zipped(FILES))).name == "Zip"


def test_a_document_in_a_zip_is_a_document():
    import docx

    document, stream = docx.Document(), io.BytesIO()
    document.add_paragraph(ONE)
    document.save(stream)
    assert [f.body for f in read("a.zip", zipped({"b/c.docx": stream.getvalue()}))] == [ONE]


def test_files_of_other_kinds_are_counted():
    ids, notes = notes_of("a.zip", zipped({**FILES, "a.png": PNG, "b.png": PNG, "LICENCE": PNG}))
    assert ids == ["wheat", "june"]
    assert notes == ["a.zip holds 3 files of kinds that are not read (.png, LICENCE); save them as .txt."]


@pytest.mark.parametrize("name", ["../wheat.rtf", "/etc/wheat.rtf", "a/../../wheat.rtf", "C:\\wheat.rtf", "..\\wheat.rtf"])
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_name_outside_costs_that_file(pack, name):
    ids, notes = notes_of("a.zip", pack({name: rtf("No."), "wheat.rtf": rtf(ONE)}))
    assert ids == ["wheat"]
    assert len(notes) == 1
    assert notes[0].startswith("a.zip/")
    assert "outside of the packed one" in notes[0]


def test_links_and_devices_cost_themselves():
    link, hard, device = tarfile.TarInfo("link.rtf"), tarfile.TarInfo("hard.rtf"), tarfile.TarInfo("device.rtf")
    link.type, link.linkname, hard.type, hard.linkname, device.type = (
        tarfile.SYMTYPE,
        "/etc/passwd",
        tarfile.LNKTYPE,
        "wheat.rtf",
        tarfile.CHRTYPE,
    )
    ids, notes = notes_of("a.tar", tarred({"wheat.rtf": rtf(ONE)}, more=[link, hard, device]))
    assert ids == ["wheat"]
    assert [note.split(" is ")[0] for note in notes] == ["a.tar/link.rtf", "a.tar/hard.rtf", "a.tar/device.rtf"]
    stream = io.BytesIO(zipped({"wheat.rtf": rtf(ONE)}))
    with zipfile.ZipFile(stream, "a") as archive:
        info = zipfile.ZipInfo("link.rtf")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    ids, notes = notes_of("a.zip", stream.getvalue())
    assert (ids, len(notes)) == (["wheat"], 1)


def test_a_locked_file_costs_itself():
    data = bytearray(zipped(FILES))
    data[6] |= 1  # the mark of a password, in the file's own header and in the list at the end
    data[data.index(b"PK\x01\x02") + 8] |= 1
    ids, notes = notes_of("a.zip", bytes(data))
    assert ids == ["june"]
    assert notes == ["a.zip/may/wheat.rtf is locked with a password; unpack it first, and read the folder."]


def test_a_damaged_file_costs_itself():
    data = bytearray(zipped({"a.rtf": rtf(ONE * 20), "june.eml": FILES["june.eml"]}))
    data[45:60] = b"\xff" * 15
    ids, notes = notes_of("a.zip", bytes(data))
    assert ids == ["june"]
    assert notes[0].startswith("a.zip/a.rtf is damaged")


ZEROS = b"{\\rtf1 " + b"0" * 30_000_000


@pytest.mark.parametrize("pack", [zipped, lambda files: tarred(files, "w:gz")])
def test_a_bomb_is_told(pack):
    data = pack({"bomb.rtf": ZEROS})
    notes: list[ArticleError] = []
    try:
        assert read("a.zip", data, notes) == []
    except ArticleError as error:
        notes.append(error)
    assert "more than 200 times its packed size" in str(notes[0])
    assert str(notes[0]).startswith("a.zip")


def test_a_bomb_costs_itself():
    assert notes_of("a.zip", zipped({"bomb.rtf": ZEROS, **FILES}))[0] == ["wheat", "june"]


def test_a_bomb_that_lies_about_its_size():
    data = bytearray(zipped({"bomb.rtf": ZEROS}))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<L", data, at + 24, 100)  # the size that it declares
    notes: list[ArticleError] = []
    assert read("a.zip", bytes(data), notes) == []
    assert notes[0].args[0].startswith("a.zip/bomb.rtf is damaged")


def test_a_bomb_of_bzip2():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("bomb.rtf", ZEROS)
    assert len(bz2.compress(ZEROS)) < 1000
    ids, notes = notes_of("a.zip", stream.getvalue())
    assert (ids, len(notes)) == ([], 1)
    assert "more than 200 times" in notes[0]


def test_what_comes_out_in_all_is_bounded():
    data = zipped({f"{n}.rtf": rtf(ONE * 30) for n in range(20)})
    source = Member("a.zip", data[:65536], lambda: io.BytesIO(data), budget=Budget(left=5_000))
    found: list[Found] = []
    with pytest.raises(ArticleError, match="came out of a packed file, as of no text"):
        found.extend(packed.read_zip(source, lambda note: None))
    inner = zipped({"inner.zip": data})
    source = Member("a.zip", inner[:65536], lambda: io.BytesIO(inner), budget=Budget(left=5_000))
    with pytest.raises(ArticleError, match="came out of a packed file"):
        list(packed.read_zip(source, lambda note: None))


def test_the_number_of_files_is_bounded():
    data = zipped({f"{n}.rtf": rtf(ONE) for n in range(20)})
    source = Member("a.zip", data[:65536], lambda: io.BytesIO(data), budget=Budget(members=10))
    with pytest.raises(ArticleError, match="more than 100,000 files"):
        list(packed.read_zip(source, lambda note: None))


def test_files_packed_too_often():
    data = zipped({"c.zip": zipped({"b.zip": zipped({"a.zip": zipped(FILES)})}), **FILES})
    ids, notes = notes_of("d.zip", data)
    assert ids == ["wheat", "june"]
    assert notes == ["d.zip/c.zip/b.zip lies in 2 packed files; unpack the outer ones first, and read the folder."]


def test_a_list_of_members_that_is_too_long(monkeypatch):
    monkeypatch.setattr(zips, "DIRECTORY", 1_000)
    with pytest.raises(ArticleError, match=r"a\.zip cannot be read as a zip file \(its list of members is too long\)"):
        read("a.zip", zipped({f"{n}.rtf": b"" for n in range(100)}))


def test_a_name_that_is_too_long():
    data = bytearray(tarred({"wheat.rtf": rtf(ONE)}))
    header = tarfile.TarInfo("././@PaxHeader")
    header.type, header.size = tarfile.XHDTYPE, 500_000_000
    with pytest.raises(ArticleError, match=r"a\.tar cannot be read as a tar file"):
        read("a.tar", header.tobuf(tarfile.PAX_FORMAT) + bytes(data))


def test_a_file_that_declares_more_than_may_be_is_not_waited_for():
    header = tarfile.TarInfo("wheat.rtf")
    header.size = 10**12
    with pytest.raises(ArticleError, match=r"wheat\.rtf in it is longer than 2 GB"):
        read("a.tar", header.tobuf() + rtf(ONE))


def test_files_are_closed(tmp_path, recwarn):
    for name, data in (("a.zip", zipped(FILES)), ("a.tgz", tarred(FILES, "w:gz")), ("a.gz", gzip.compress(FILES["june.eml"]))):
        path = tmp_path / name
        path.write_bytes(data)
        source = Source(name, data, lambda path=path: path.open("rb"))
        assert list(format_of(source).read(source, lambda note: None))
        gc.collect()
    assert [str(warning.message) for warning in recwarn] == []


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.zip", b"", "cut off or damaged"),
        ("a.zip", zipped(FILES)[:-30], "cut off or damaged"),
        ("a.zip", zipped({}), "holds no files"),
        ("a.zip", zipped({"a.png": PNG}), "holds 1 file of kinds that are not read (.png)"),
        ("a.gz", gzip.compress(rtf(ONE))[:-10], "damaged"),
        ("a.gz", b"\x1f\x8b" + b"\0" * 40, "damaged"),
        ("a.gz", b"no gzip", "damaged"),
        ("a.tgz", tarred(FILES, "w:gz")[:200], "damaged"),
        ("a.tar", tarred(FILES)[:700], "a.tar"),
        ("a.tar", b"x" * 600, "cut off or damaged"),
        ("a.tar", b"", "a.tar"),
    ],
)
def test_bad_files_are_told(name, data, says):
    notes: list[ArticleError] = []
    try:
        assert read(name, data, notes) == []
    except ArticleError as error:
        notes.append(error)
    assert str(notes[0]).startswith(name)
    assert says in str(notes[0])


@pytest.mark.parametrize("cut", range(0, 100, 7))
@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz"])
def test_files_cut_off_anywhere(name, cut):
    whole = {"a.zip": zipped(FILES), "a.tar": tarred(FILES), "a.tar.gz": tarred(FILES, "w:gz")}[name]
    notes: list[ArticleError] = []
    try:
        read(name, whole[: len(whole) * cut // 100], notes)
    except ArticleError as error:
        notes.append(error)
    assert all(str(note).startswith(name) for note in notes)


def test_a_large_file_is_opened_anew_and_not_kept(monkeypatch):
    monkeypatch.setattr(packed, "KEPT", 70_000)
    text = " ".join(f"{n:,} tonnes." for n in range(10_000))
    large = {"wheat.rtf": rtf(text)}
    for name, data in (
        ("a.zip", zipped(large)),
        ("wheat.rtf.gz", gzip.compress(large["wheat.rtf"])),
        ("a.tar.gz", tarred(large, "w:gz")),
        ("a.zip", zipped({"inner.zip": zipped(large)})),
        ("a.zip", zipped({"inner.tar": tarred(large)})),
        ("a.zip", zipped({"wheat.rtf.gz": gzip.compress(large["wheat.rtf"], 1)})),
    ):
        assert [(f.body, f.id) for f in read(name, data)] == [(text, "wheat")]
