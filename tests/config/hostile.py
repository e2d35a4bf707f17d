# SPDX-License-Identifier: Apache-2.0
"""Files of 1 MiB that have made YAML readers slow. Argument: where to."""

import os
import sys

MIB = 1 << 20


def shapes():
    """Name and text of each file; it is cut to its size later."""
    yield "brackets", "[" * MIB
    yield "braces", "{" * MIB
    yield "brackets-and-braces", "[{" * (MIB // 2)
    yield "dashes", "- " * (MIB // 2)
    yield "dashes-and-brackets", "- [" * (MIB // 3)
    yield "steps", "\n".join(" " * i + "-" for i in range(1400))
    yield "questions", "? " * (MIB // 2)
    yield "colons", ":" * MIB
    yield "colons-and-blanks", ": " * (MIB // 2)
    yield "colons-in-braces", "{" + ": ," * (MIB // 3)
    yield "keys-in-braces", "{" + "a:," * (MIB // 3)
    yield "commas", "[" + "," * MIB
    yield "long-list", "[" + "a," * (MIB // 2)
    yield "long-list-deep", "[" * 63 + "a," * (MIB // 2)
    yield "comment-for-each", "[\n" + ("a, #" + "x" * 100 + "\n") * 9990
    yield "long-key", "a" * (MIB - 4) + ": 1"
    yield "long-quoted-key", '"' + "a" * (MIB - 6) + '": 1'
    yield "many-keys", "\n".join("k%d: 1" % i for i in range(MIB // 8))
    yield "unknown-keys", "\n".join("k%d: 1" % i for i in range(4990))
    yield "backward-keys", "\n".join("k%06d: 1" % i for i in range(4990, 0, -1))
    yield "like-keys", "\n".join("k" * 195 + "%d: 1" % i for i in range(4990))
    yield "one-key-again", "k: 1\n" * 4990
    yield "one-long-line", "{ " + ", ".join(
        '\u00e9%d: "%s"' % (i, "x" * 190) for i in range(4900)) + " }"
    yield "quoted-keys", '{"a":1,' * (MIB // 7)
    yield "words", "a: " + "b " * (MIB // 2)
    yield "lines", "a: b\n" + "  c\n" * (MIB // 4)
    yield "quoted-lines", 'a: "' + "b\n " * (MIB // 3)
    yield "escaped-lines", '"' + "\\\n " * (MIB // 3)
    yield "escapes", 'a: "' + "\\x41" * (MIB // 4 - 10) + '"\n'
    yield "block", "a: |\n" + " x\n" * (MIB // 3)
    yield "blanks", "a: b" + " " * (MIB // 2) + "c d e f " * (MIB // 8)
    yield "blank-lines", "a: b" + "\n" * (MIB // 2) + "  c\n  d\n" * (MIB // 8)
    yield "blanks-in-runs", "a: b" + (" " * 1000 + "c d e f ") * 1100
    yield "blank-lines-once", "a: b" + "\n" * 1000 + " c d e f g" * 110000
    yield "quoted-blank-lines", 'a: "b' + "\n" * 1000 + " c\n" * 350000
    yield "indented-comments", (" " * 1000 + "#\n") * 1050
    yield "comments", "# a\n" * (MIB // 4)
    yield "one-comment", "#" * MIB
    yield "tabs", "a:" + "\t" * MIB
    yield "tag-directives", "%TAG !a! b\n" * (MIB // 11)
    yield "documents", "---\n" * (MIB // 4)
    yield "one-tag", "a: !" + "x" * MIB
    yield "one-anchor", "a: &" + "x" * MIB
    yield "aliases", "[" + "*a," * (MIB // 3)
    yield "stars", "*" * MIB
    yield "single-quotes", "'" * MIB
    yield "double-quotes", '"' * MIB
    yield "two-byte-characters", "\u00e9" * (MIB // 2)
    yield "nuls", "\0" * MIB
    yield "line-separators", "a\u2028" * (MIB // 4)


def main():
    for name, text in shapes():
        with open(os.path.join(sys.argv[1], name), "wb") as file:
            file.write(text.encode("utf-8")[:MIB])


main()
