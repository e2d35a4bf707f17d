# SPDX-License-Identifier: Apache-2.0
"""Findings as JSON lines (standard input) say the same as the text forms
(arguments): as many, with the same places, rules, messages and fixes."""

import json
import sys

KEYS = ["file", "line", "column", "end", "rule", "message", "related", "fix"]


def as_text(f):
    """The finding as the text form has it, on one line."""
    place = f["file"] if f["line"] == 0 else "{file}:{line}:{column}".format(**f)
    text = "{}: error [{}]: {}".format(place, f["rule"], f["message"])
    for other in f["related"]:
        if other["file"] == f["file"]:
            text += " (line {})".format(other["line"])
        else:
            text += " ({file}:{line}:{column})".format(**other)
    return text + ("; " + f["fix"] if f["fix"] else "")


def joined(path):
    """The findings of a text form, each on one line."""
    with open(path, encoding="utf-8") as file:
        lines = file.read().replace("\n    ", " ").splitlines()
    return [line for line in lines if ": error [" in line]


def main():
    findings = [json.loads(line) for line in sys.stdin]
    for f in findings:
        if list(f) != KEYS:
            print("has other members:", list(f))
        if (f["end"]["line"], f["end"]["column"]) < (f["line"], f["column"]):
            print("ends before it begins:", f)
    texts = [line for path in sys.argv[1:] for line in joined(path)]
    for ours, theirs in zip([as_text(f) for f in findings], texts):
        if ours != theirs:
            print("JSON:", ours)
            print("text:", theirs)
    if len(findings) != len(texts):
        print(len(findings), "as JSON,", len(texts), "as text")


main()
