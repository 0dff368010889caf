# SPDX-FileCopyrightText: 2026 the KegDisplay authors
# SPDX-License-Identifier: MIT
"""CBOR, as far as the replication protocol needs it."""

import struct


class ProtocolError(Exception):
    """What came is not what the document allows."""


def demand(condition, what):
    if not condition:
        raise ProtocolError(what)


def head(major, number):
    if number < 24:
        return bytes([major << 5 | number])
    for code, size in ((24, ">B"), (25, ">H"), (26, ">I"), (27, ">Q")):
        if number < 1 << 8 * struct.calcsize(size):
            return bytes([major << 5 | code]) + struct.pack(size, number)
    raise ValueError(number)


def encode(value):
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, dict):
        return head(5, len(value)) + b"".join(encode(key) + encode(value[key]) for key in value)
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(encode, value))
    return b"\xf6"


class CborReader:
    """Reads CBOR values from bytes, one after the other."""

    BREAK = object()
    SIMPLE = {20: False, 21: True, 22: None, 31: BREAK}

    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, length):
        demand(self.at + length <= len(self.data), "CBOR ends too early")
        self.at += length
        return self.data[self.at - length:self.at]

    def number(self, low):
        if low < 24:
            return low
        demand(low < 28, "a CBOR length that does not exist")
        return int.from_bytes(self.take(1 << low - 24), "big")

    def until_break(self):
        while (value := self.value()) is not self.BREAK:
            yield value

    def several(self, low, each=1):
        if low == 31:
            return list(self.until_break())
        return [self.value() for _ in range(self.number(low) * each)]

    def value(self):
        first = self.take(1)[0]
        major, low = first >> 5, first & 31
        if major == 0:
            return self.number(low)
        if major == 1:
            return -1 - self.number(low)
        if major in (2, 3):
            raw = b"".join(self.chunks(major)) if low == 31 else self.take(self.number(low))
            return raw if major == 2 else raw.decode()
        if major == 4:
            return self.several(low)
        if major == 5:
            flat = self.several(low, 2)
            return dict(zip(flat[::2], flat[1::2]))
        demand(major == 7, "CBOR tags are not used")
        if low == 27:
            return struct.unpack(">d", self.take(8))[0]
        demand(low in self.SIMPLE, "a CBOR value that is not used")
        return self.SIMPLE[low]

    def chunks(self, major):
        for chunk in self.until_break():
            yield chunk if major == 2 else chunk.encode()


def decode(data):
    reader = CborReader(data)
    value = reader.value()
    demand(reader.at == len(data), "bytes after the CBOR value")
    return value
