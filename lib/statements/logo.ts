import { crc32, inflateSync } from "node:zlib";
import type { Logo } from "./document.ts";

/** A logo that both writers can draw. */
export interface PrintableLogo {
  readonly type: "png" | "jpeg";
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly content: Uint8Array;
  /** The same picture for the PDF, on white: a PNG whose palette needs no transparency any more. */
  readonly opaque: Uint8Array;
}

const pixelsAtMost = 16_000_000;
const known = new WeakMap<Uint8Array, PrintableLogo | null>();

/**
 * Reads the size of a logo and makes sure that it can be drawn; null when it cannot: broken, interlaced or above 16
 * million pixels. pdfkit throws out of reach on a broken PNG, which would end the server.
 */
export function printableLogo(logo: Logo): PrintableLogo | null {
  const before = known.get(logo.content);
  if (before !== undefined) return before;
  const read = logo.type === "png" ? readPng(logo.content) : readJpeg(logo.content);
  known.set(logo.content, read);
  return read;
}

interface Chunk {
  readonly type: string;
  readonly body: Uint8Array;
}

// PNG, second edition (ISO/IEC 15948), 5 and 11.
function readPng(content: Uint8Array): PrintableLogo | null {
  const chunks = pngChunks(content);
  const head = chunks?.find((chunk) => chunk.type === "IHDR")?.body;
  if (!chunks || !head || head.length !== 13) return null;
  const view = viewOf(head);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [bits = 0, colour = 0, , , interlace] = head.subarray(8);
  const channels = new Map([[0, 1], [2, 3], [3, 1], [4, 2], [6, 4]]).get(colour);
  if (!channels || interlace !== 0 || width * height === 0 || width * height > pixelsAtMost) return null;
  const lineBytes = 1 + Math.ceil(width * channels * bits / 8);
  if (!pixelsAreWhole(chunks, { lineBytes, height })) return null;
  const opaque = colour === 3 ? onWhite(chunks) : content;
  return opaque && { type: "png", width, height, content, opaque };
}

function pngChunks(content: Uint8Array): Chunk[] | null {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  if (!signature.every((byte, index) => content[index] === byte)) return null;
  const chunks: Chunk[] = [];
  const view = viewOf(content);
  for (let at = 8; at + 12 <= content.length;) {
    const length = view.getUint32(at);
    if (at + 12 + length > content.length) return null;
    const type = String.fromCharCode(...content.subarray(at + 4, at + 8));
    chunks.push({ type, body: content.subarray(at + 8, at + 8 + length) });
    if (type === "IEND") return chunks;
    at += 12 + length;
  }
  return null;
}

function pixelsAreWhole(chunks: readonly Chunk[], size: { lineBytes: number; height: number }): boolean {
  const packed = joined(chunks.filter((chunk) => chunk.type === "IDAT").map((chunk) => chunk.body));
  const wanted = size.lineBytes * size.height;
  const pixels = inflated(packed, wanted);
  if (!pixels || pixels.length !== wanted) return false;
  for (let at = 0; at < wanted; at += size.lineBytes) if ((pixels[at] ?? 0) > 4) return false;
  return true;
}

function inflated(packed: Uint8Array, sizeAtMost: number): Uint8Array | null {
  try {
    return inflateSync(packed, { maxOutputLength: sizeAtMost });
  } catch {
    return null;
  }
}

// pdfkit misreads a transparent palette of fewer than 8 bits; blending the palette with the white page says the same.
function onWhite(chunks: readonly Chunk[]): Uint8Array | null {
  const palette = chunks.find((chunk) => chunk.type === "PLTE")?.body;
  if (!palette) return null;
  const alpha = chunks.find((chunk) => chunk.type === "tRNS")?.body ?? new Uint8Array();
  const blended = palette.map((value, index) => {
    const opacity = (alpha[Math.floor(index / 3)] ?? 255) / 255;
    return Math.round(value * opacity + 255 * (1 - opacity));
  });
  return pngOf(
    chunks.filter((chunk) => chunk.type !== "tRNS").map((chunk) =>
      chunk.type === "PLTE" ? { type: "PLTE", body: blended } : chunk
    ),
  );
}

function pngOf(chunks: readonly Chunk[]): Uint8Array {
  return joined([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    ...chunks.flatMap(({ type, body }) => {
      const name = Uint8Array.from(type, (letter) => letter.charCodeAt(0));
      return [uint32(body.length), name, body, uint32(crc32(joined([name, body])))];
    }),
  ]);
}

// A JPEG says its size in the first frame header (ITU-T T.81, B.2.2): markers C0 to CF but C4, C8 and CC.
function readJpeg(content: Uint8Array): PrintableLogo | null {
  const view = viewOf(content);
  if (content.length < 4 || view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 <= content.length;) {
    const marker = view.getUint16(at);
    if (marker < 0xff01) return null;
    if (marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return width * height > 0 ? { type: "jpeg", width, height, content, opaque: content } : null;
    }
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  viewOf(bytes).setUint32(0, value);
  return bytes;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
