# SPDX-License-Identifier: Apache-2.0
"""The JSON Schema is one, accepts the files that qvm accepts, and refuses
what it can see to be wrong. Arguments: the schema, examples to accept."""

import glob
import json
import os
import sys

import jsonschema
import yaml

# What a schema can tell, by the names of files in this directory. The rest
# needs quotes, places or two fields at once.
VISIBLE = """unknown-key unknown-key-later unknown-key-option missing-key
missing-key-device missing-key-sha256 one-key-both one-key-none one-key-memory
kind-list kind-mapping kind-value list-length-empty list-length-long
number-word range-low range-high range-port alignment-address alignment-size
name-case name-underscore name-long word word-split word-option size-mb
size-mib duration-unit duration-fraction hash-upper hash-short pci path-empty
path-directory chardev-word chardev-quoted text-length range-option-none
qvm-version""".split()


def load(path):
    with open(path, encoding="utf-8") as file:
        return yaml.safe_load(file)


def tell(name, problem):
    if problem is None:
        print("ok", name)
    else:
        print("not ok", name)
        print("   ", str(problem).split("\n", 1)[0])


def problem_of(validator, path):
    return next((e.message for e in validator.iter_errors(load(path))), None)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    kind = jsonschema.Draft7Validator
    try:
        kind.check_schema(schema)
        tell("schema-is-a-schema", None)
    except jsonschema.SchemaError as error:
        tell("schema-is-a-schema", error)
    validator = kind(schema)
    for path in sys.argv[2:] + sorted(glob.glob("pass-*.qvmconf")):
        name = os.path.basename(path)[: -len(".qvmconf")]
        tell("schema-accepts-" + name, problem_of(validator, path))
    for name in VISIBLE:
        path = "fail-" + name + ".qvmconf"
        if os.path.exists(path):
            found = problem_of(validator, path)
            tell("schema-refuses-" + name, None if found else "it is accepted")


main()
