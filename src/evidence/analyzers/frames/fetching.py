"""Fetching: the packets of key frames read again where they stand in the file, and no others.

In MP4 and AVI the bytes of a packet stand in one piece. Its size and its digest, known since all
packets were read, tell whether they do: where they don't, a file has to be read through again.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from fractions import Fraction
from io import RawIOBase
from typing import Any

from av.packet import Packet

# Bytes at the end of a packet that its digest is of: enough to tell pictures apart, and the same
# in every container, for what containers change stands at a packet's start.
DIGESTED = 1_024
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the packet of a key frame stands in its file, and what stands there."""

    position: int
    size: int
    digest: int
    pts: int | None
    dts: int | None
    tick: Fraction

    @classmethod
    def of(cls, packet: Packet[Any], digested: int) -> Standing:
        """Of a packet; nowhere where the demuxer can't tell, or says more than its bytes do."""
        more = packet.is_corrupt or packet.is_discard or packet.has_sidedata("new_extradata")
        position = NOWHERE if packet.pos is None or more else packet.pos
        return cls(position, packet.size, digested, packet.pts, packet.dts, packet.time_base)

    def fetched(self, file: RawIOBase) -> Packet[Any] | None:
        """The packet read again; None where other bytes stand there."""
        if self.position <= NOWHERE:
            return None
        file.seek(self.position)
        data = file.read(self.size)
        if not data or len(data) != self.size or digest(data) != self.digest:
            return None
        packet: Packet[Any] = Packet(data)
        packet.pts, packet.dts, packet.time_base = self.pts, self.dts, self.tick
        packet.is_keyframe = True
        return packet


def digest(data: bytes | Packet[Any]) -> int:
    """What tells a packet's bytes from others'."""
    return zlib.crc32(memoryview(data)[-DIGESTED:])
