#!/usr/bin/env python3
"""Verifies an audit log, written from docs/audit-format.md alone.

Usage: verify_audit.py LOG_DIRECTORY [PUBLIC_KEY_FILE]

Standard library only; the signature is checked where `cryptography` can be imported.
Exit 0: whole. Exit 5: broken, with the first bad record. Writes nothing.
"""

import base64
import fcntl
import hashlib
import json
import os
import re
import sys

FORM = re.compile(
    rb'\{"seq":(0|[1-9][0-9]*),"time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z",'
    rb'"tenant":"([A-Za-z0-9][A-Za-z0-9._-]{0,63})","kind":"[^"]*".*,"prev":"([0-9a-f]{64})"\}',
    re.DOTALL,
)
LINE_BYTES_MAX = 65536


class Broken(Exception):
    pass


def need(holds, what):
    if not holds:
        raise Broken(what)


def sha256(data):
    return hashlib.sha256(data).digest()


def strict(pairs):
    names = [name for name, _ in pairs]
    need(len(names) == len(set(names)), "a name stands twice")
    return dict(pairs)


def refuse(text):
    raise Broken(f"{text} is no value of a record")


def only_records(value):
    """Strings, whole numbers, lists and objects of these."""
    if isinstance(value, dict):
        for inner in value.values():
            only_records(inner)
    elif isinstance(value, list):
        for inner in value:
            only_records(inner)
    elif isinstance(value, bool) or not isinstance(value, (str, int)):
        refuse(repr(type(value)))
    elif isinstance(value, int):
        need(0 <= value < 2**64, "a number is out of range")


class Tree:
    """The right edge of an RFC 6962 tree: the roots of its perfect parts, largest first."""

    def __init__(self):
        self.size = 0
        self.parts = []

    def push(self, leaf):
        self.parts.append((1, leaf))
        self.size += 1
        while len(self.parts) > 1 and self.parts[-1][0] == self.parts[-2][0]:
            count, right = self.parts.pop()
            _, left = self.parts.pop()
            self.parts.append((2 * count, sha256(b"\x01" + left + right)))

    def root(self):
        if not self.parts:
            return sha256(b"")
        root = self.parts[-1][1]
        for _, left in reversed(self.parts[:-1]):
            root = sha256(b"\x01" + left + root)
        return root


def decode(text, what):
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise Broken(f"{what} is not base64") from None


def public_key(text):
    parts = text.rstrip("\n").split("+", 2)
    need(len(parts) == 3, "the public key is malformed")
    name, identity, key = parts[0], parts[1], decode(parts[2], "the public key")
    need(len(key) == 33 and key[0] == 1, "the public key is not an Ed25519 key")
    need(sha256(name.encode() + b"\n" + key)[:4].hex() == identity, "the key's hash is wrong")
    return name, key[1:], bytes.fromhex(identity)


def checkpoint(note, name, key, identity):
    text, gap, signature = note.partition("\n\n")
    need(gap, "the checkpoint is not signed")
    lines = text.split("\n")
    need(len(lines) == 3 and lines[0] == name, "the checkpoint is not this log's")
    need(re.fullmatch("0|[1-9][0-9]*", lines[1]), "the checkpoint's size is no number")
    start = f"\u2014 {name} "
    need(signature.startswith(start) and signature.endswith("\n"), "the signature is malformed")
    signature = decode(signature[len(start) : -1], "the signature")
    need(len(signature) == 68 and signature[:4] == identity, "it is signed with another key")
    check_signature(key, signature[4:], (text + "\n").encode())
    return int(lines[1]), decode(lines[2], "the root")


def check_signature(key, signature, message):
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        print("note: the signature is not checked, because `cryptography` is missing")
        return
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature:
        raise Broken("the checkpoint's signature is wrong") from None


def snapshot(directory, key_file):
    lock = None
    try:
        lock = open(os.path.join(directory, "lock"), "rb")
        fcntl.flock(lock, fcntl.LOCK_SH)
    except OSError:
        pass  # A copy of a log has no writers.
    try:
        names = sorted(name for name in os.listdir(directory) if name.endswith(".log"))
        sizes = [os.path.getsize(os.path.join(directory, name)) for name in names]
        missing = "the checkpoint or the public key is missing"
        try:
            with open(os.path.join(directory, "checkpoint"), encoding="utf-8") as file:
                note = file.read()
            with open(key_file or os.path.join(directory, "audit.pub"), encoding="utf-8") as file:
                key = file.read()
        except FileNotFoundError:
            raise Broken(missing) from None
    finally:
        if lock:
            lock.close()
    return list(zip(names, sizes)), note, key


def lines(path, size):
    with open(path, "rb") as file:
        while size > 0:
            line = file.readline(min(size, LINE_BYTES_MAX))
            size -= len(line)
            need(line.endswith(b"\n"), "the line has no end")
            yield line[:-1]


def record(line, seq, tenant, prev):
    form = FORM.fullmatch(line)
    need(form, "it is not in a record's form")
    try:
        parsed = json.loads(
            line, object_pairs_hook=strict, parse_float=refuse, parse_constant=refuse
        )
    except ValueError:
        raise Broken("it is not JSON") from None
    only_records(parsed)
    need(int(form[1]) == seq, f"record {form[1].decode()} stands in its place")
    need(form[2].decode() == tenant, "it is another tenant's")
    need(form[3].decode() == prev.hex(), "it, or the record before it, was changed")


def verify(directory, key_file):
    segments, note, key = snapshot(directory, key_file)
    name, key, identity = public_key(key)
    size, root = checkpoint(note, name, key, identity)
    tenant = name.removeprefix("portcullis/audit/")
    tree = Tree()
    prev = sha256(name.encode() + b"\ngenesis\n")
    need(size != 0 or root == tree.root(), "the signed root is wrong")
    for segment, length in segments:
        need(segment == f"{tree.size:020}.log", f"the segment of record {tree.size} is missing")
        for line in lines(os.path.join(directory, segment), length):
            try:
                record(line, tree.size, tenant, prev)
            except Broken as broken:
                raise Broken(f"{segment}, record {tree.size}: {broken}") from None
            prev = sha256(b"\x00" + line)
            tree.push(prev)
            if tree.size == size:
                need(tree.root() == root, f"record {size - 1}, or one before it, was changed")
    need(tree.size >= size, f"the tail was cut: {tree.size} records of {size}")
    return tree.size, tree.size - size


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__)
        return 2
    try:
        records, uncovered = verify(arguments[0], arguments[1] if arguments[1:] else None)
    except Broken as broken:
        print(f"broken: {broken}")
        return 5
    print(f"whole: {records} records, {uncovered} of them not signed yet")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
