"""Decoding in processes that may be killed: a photo can hang or crash a decoder, and the server goes on."""

import json
import multiprocessing
import queue
import resource
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType

from scanners import engines, image

DECODE_SECONDS_MAX = 8.0  # wall clock, waiting for a free decoder included
DECODER_MEMORY_MAX = 2 * 1024 * image.MEBIBYTE
_ANSWER_BYTES_MAX = image.MEBIBYTE
_START_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class DecodingTookTooLong:
    """Not read in time, or the decoder died over it; the same photo would probably do it again."""

    seconds: float


@dataclass(slots=True)
class _Decoder:
    process: BaseProcess
    pipe: Connection
    ready: bool = False


class DecoderPool:
    """A fixed number of decoder processes, started when first needed. Safe to use from several threads."""

    def __init__(self, decoders: int = 2) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._free: queue.LifoQueue[_Decoder | None] = queue.LifoQueue()
        self._all = decoders
        for _ in range(decoders):
            self._free.put(None)

    def __enter__(self) -> "DecoderPool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def decode_with_deadline(
        self, photo: bytes, *, seconds: float = DECODE_SECONDS_MAX
    ) -> image.Seen | image.Refused | DecodingTookTooLong:
        """As `image.decode`, but answered within about `seconds`; more for the first, which starts up."""
        if len(photo) > image.PHOTO_BYTES_MAX:
            return image.PhotoTooBig()
        deadline = time.monotonic() + seconds
        try:
            decoder = self._free.get(timeout=seconds)
        except queue.Empty:
            return DecodingTookTooLong(seconds)
        kept: _Decoder | None = None
        try:
            decoder = decoder or self._started()
            if not decoder.ready:
                if not decoder.pipe.poll(_START_SECONDS):
                    return DecodingTookTooLong(seconds)
                decoder.pipe.recv_bytes(_ANSWER_BYTES_MAX)
                decoder.ready = True
                deadline = time.monotonic() + seconds
            decoder.pipe.send_bytes(photo)
            if decoder.pipe.poll(max(0.0, deadline - time.monotonic())):
                answer = decoder.pipe.recv_bytes(_ANSWER_BYTES_MAX)
                kept = decoder
                return _answer(answer)
        except (OSError, EOFError):
            pass  # The decoder died.
        finally:
            if kept is None and decoder is not None:
                _end(decoder)
            self._free.put(kept)
        return DecodingTookTooLong(seconds)

    def close(self) -> None:
        """End all decoders; waits for those that are at work, each at most its deadline."""
        for _ in range(self._all):
            decoder = self._free.get()
            if decoder is not None:
                _end(decoder)
        for _ in range(self._all):
            self._free.put(None)

    def _started(self) -> _Decoder:
        here, there = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(there,), daemon=True, name="decoder")
        process.start()
        there.close()
        return _Decoder(process, here)


def _end(decoder: _Decoder) -> None:
    decoder.pipe.close()
    decoder.process.kill()
    decoder.process.join()


def _serve(pipe: Connection) -> None:
    """The decoder's life. It answers in JSON: unpickling would hand the server to a hostile photo."""
    resource.setrlimit(resource.RLIMIT_AS, (DECODER_MEMORY_MAX, DECODER_MEMORY_MAX))
    image.warm_up()
    with suppress(EOFError, OSError):
        pipe.send_bytes(b"ready")
        while True:
            answer = image.decode(pipe.recv_bytes(image.PHOTO_BYTES_MAX))
            pipe.send_bytes(json.dumps({"kind": type(answer).__name__, **asdict(answer)}).encode())


def _answer(message: bytes) -> image.Seen | image.Refused:
    said = json.loads(message)
    match said["kind"]:
        case "Seen":
            codes = tuple(engines.Code(**code) for code in said["codes"])
            return image.Seen(codes, tuple(said["engines"]), said["milliseconds"])
        case "PhotoTooBig":
            return image.PhotoTooBig()
        case "PhotoTooManyPixels":
            return image.PhotoTooManyPixels()
        case _:
            return image.NotAPhoto()
