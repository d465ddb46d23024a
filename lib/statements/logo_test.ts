import { deepStrictEqual, notStrictEqual, strictEqual } from "node:assert/strict";
import { pngFile, sampleLogo } from "../../tests/fixtures/statement_prints.ts";
import { printableLogo } from "./logo.ts";

Deno.test("printableLogo() reads the size of a PNG", () => {
  const logo = printableLogo(sampleLogo());
  deepStrictEqual([logo?.type, logo?.width, logo?.height], ["png", 240, 64]);
  strictEqual(logo?.opaque, logo?.content);
});

Deno.test("printableLogo() blends a transparent palette with the white page", () => {
  const content = pngFile({ ...fourBit, palette: [0, 105, 110, 0, 0, 0], alpha: [255, 0] });
  const logo = printableLogo({ type: "png", content });
  const expected = pngFile({ ...fourBit, palette: [0, 105, 110, 255, 255, 255] });
  deepStrictEqual(logo?.opaque, expected);
  notStrictEqual(logo?.content, logo?.opaque);
});

Deno.test("printableLogo() reads the size of a JPEG past its other segments", () => {
  const frame = [0xff, 0xc0, 0, 11, 8, 0, 64, 0, 240, 1, 1, 0x11, 0];
  const content = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc4, 0, 3, 0, ...frame]);
  const logo = printableLogo({ type: "jpeg", content });
  deepStrictEqual([logo?.width, logo?.height], [240, 64]);
});

Deno.test("printableLogo() refuses what could not be drawn", () => {
  const whole = sampleLogo().content;
  const damaged = whole.slice();
  damaged[60] = (damaged[60] ?? 0) ^ 0xff;
  const badFilter = Uint8Array.from([9, 0x10, 9, 0x10]);
  const cases: Readonly<Record<string, Uint8Array>> = {
    "cut off": whole.slice(0, -20),
    damaged,
    interlaced: pngFile({ ...fourBit, palette: [0, 0, 0], interlace: 1 }),
    "an unknown filter": pngFile({ ...fourBit, raw: badFilter, palette: [0, 0, 0] }),
    "too few pixels": pngFile({ ...fourBit, height: 3, palette: [0, 0, 0] }),
    "no palette": pngFile(fourBit),
    "too many pixels": pngFile({ ...fourBit, width: 100_000, height: 100_000, palette: [0, 0, 0] }),
    "no PNG": new TextEncoder().encode("<svg/>"),
    empty: new Uint8Array(),
  };
  for (const [name, content] of Object.entries(cases)) {
    strictEqual(printableLogo({ type: "png", content }), null, name);
  }
  const jpegs = [[], [0xff, 0xd8], [0xff, 0xd8, 0xff, 0xd9], [0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0]];
  for (const bytes of jpegs) strictEqual(printableLogo({ type: "jpeg", content: Uint8Array.from(bytes) }), null);
});

const fourBit = { width: 2, height: 2, bits: 4, colour: 3, raw: Uint8Array.from([0, 0x01, 0, 0x10]) };
