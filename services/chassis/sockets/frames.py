"""Frames of RFC 6455: bytes to messages, and back."""

import codecs
from dataclasses import dataclass
from enum import IntEnum

LARGEST_CONTROL = 125
CLOSABLE = frozenset({1000, 1001, 1002, 1003, *range(1007, 1015), *range(3000, 5000)})
_utf8 = codecs.getincrementaldecoder("utf-8")


class Opcode(IntEnum):
    """What a frame holds (section 5.2)."""

    CONTINUATION = 0
    TEXT = 1
    BINARY = 2
    CLOSE = 8
    PING = 9
    PONG = 10


OPCODES = {int(opcode): opcode for opcode in Opcode}


class Broken(Exception):
    """The peer broke the protocol; `code` is what the close frame says."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Message:
    """One message, its fragments put together, or one control frame. Text is valid UTF-8."""

    opcode: Opcode
    data: bytes


def head(opcode: Opcode, size: int) -> bytes:
    """The first bytes of an unmasked frame that is a whole message."""
    if size < 126:
        return bytes((0x80 | opcode, size))
    if size < 65536:
        return bytes((0x80 | opcode, 126, size >> 8, size & 255))
    return bytes((0x80 | opcode, 127)) + size.to_bytes(8, "big")


def unmasked(data: bytes, mask: bytes) -> bytes:
    """Section 5.3, a whole frame at a time."""
    size = len(data)
    key = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(data, "big") ^ int.from_bytes(key, "big")).to_bytes(size, "big")


def close_reason(data: bytes) -> tuple[int, str]:
    """Code and reason of a close frame; 1005 for an empty one. Raises `Broken`."""
    if not data:
        return 1005, ""
    code = int.from_bytes(data[:2], "big")
    if len(data) == 1 or code not in CLOSABLE:
        raise Broken(1002, "a close frame without a proper code")
    try:
        return code, data[2:].decode()
    except UnicodeDecodeError as error:
        raise Broken(1007, "a close reason that is not UTF-8") from error


class FrameReader:
    """What a client sends, message by message. `largest` bounds a message, fragments together, in bytes."""

    __slots__ = ("_buffer", "_decoder", "_fragments", "_largest", "_opcode", "_size")

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._buffer = b""
        self._fragments: list[bytes] = []
        self._size = 0
        self._opcode: Opcode | None = None
        self._decoder: codecs.IncrementalDecoder | None = None

    def feed(self, data: bytes) -> list[Message]:
        """The messages that are complete now. Raises `Broken`, after which there is nothing more to read."""
        self._buffer = self._buffer + data if self._buffer else data
        messages = []
        while (frame := self._frame()) is not None:
            message = self._message(*frame)
            if message is not None:
                messages.append(message)
        return messages

    def _frame(self) -> tuple[bool, Opcode, bytes] | None:
        """The next frame, when all of it is there: final, opcode, payload."""
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        first, second = buffer[0], buffer[1]
        opcode = OPCODES.get(first & 15)
        if first & 0x70 or opcode is None:
            raise Broken(1002, "a reserved bit or opcode")
        if not second & 0x80:
            raise Broken(1002, "a frame without a mask")
        final, size, start = bool(first & 0x80), second & 0x7F, 2
        if opcode >= Opcode.CLOSE and (size > LARGEST_CONTROL or not final):
            raise Broken(1002, "a control frame that is long or in fragments")
        if size > LARGEST_CONTROL:
            start += 2 if size == 126 else 8
            if len(buffer) < start:
                return None
            size = int.from_bytes(buffer[2:start], "big")
        if opcode < Opcode.CLOSE and self._size + size > self._largest:
            raise Broken(1009, f"a message may have {self._largest} bytes")
        end = start + 4 + size
        if len(buffer) < end:
            return None
        self._buffer = buffer[end:]
        return final, opcode, unmasked(buffer[start + 4 : end], buffer[start : start + 4])

    def _message(self, final: bool, opcode: Opcode, payload: bytes) -> Message | None:
        if opcode >= Opcode.CLOSE:
            return Message(opcode, payload)
        if (opcode is Opcode.CONTINUATION) is (self._opcode is None):
            raise Broken(1002, "fragments out of order")
        if self._opcode is None:
            self._opcode = opcode
            self._decoder = _utf8() if opcode is Opcode.TEXT else None
        if self._decoder is not None:
            try:
                self._decoder.decode(payload, final)
            except UnicodeDecodeError as error:
                raise Broken(1007, "text that is not UTF-8") from error
        self._fragments.append(payload)
        self._size += len(payload)
        if not final:
            return None
        message = Message(self._opcode, b"".join(self._fragments))
        self._fragments, self._size, self._opcode, self._decoder = [], 0, None, None
        return message
