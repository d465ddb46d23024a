import { strictEqual } from "node:assert/strict";
import { groupedSecret, newTotpSecret, qrModules, totpAddress, totpStep } from "./totp.ts";

// RFC 6238, appendix B, SHA-1; of its eight digits the last six.
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

Deno.test("totpStep() knows the codes of RFC 6238 in their step and the two beside it", () => {
  const cases = [
    [59, "287082", 1],
    [1_111_111_109, "081804", 37_037_036],
    [1_111_111_111, "050471", 37_037_037],
    [20_000_000_000, "353130", 666_666_666],
  ] as const;
  for (const [seconds, code, step] of cases) {
    const at = (offset: number) => new Date((step * 30 + offset) * 1_000);
    strictEqual(totpStep(code, { secret, at: new Date(seconds * 1_000) }), step, code);
    strictEqual(totpStep(code, { secret, at: at(-30) }), step, code);
    strictEqual(totpStep(code, { secret, at: at(59) }), step, code);
    strictEqual(totpStep(code, { secret, at: at(-31) }), null, code);
    strictEqual(totpStep(code, { secret, at: at(60) }), null, code);
  }
});

Deno.test("totpStep() refuses what is not six digits", () => {
  for (const code of ["", "28708", "2870820", "28708a", "２８７０８２", " 287082"]) {
    strictEqual(totpStep(code, { secret, at: new Date(59_000) }), null, code);
  }
});

Deno.test("totpAddress() names issuer and user; a secret has 160 bits and reads in fours", () => {
  strictEqual(
    totpAddress(secret, "owner@example.com"),
    `otpauth://totp/Cla-Bill:owner%40example.com?issuer=Cla-Bill&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
  );
  strictEqual(newTotpSecret().length, 32);
  strictEqual(groupedSecret("ABCDEFGHIJ"), "ABCD EFGH IJ");
  const modules = qrModules("x");
  strictEqual(modules.length, 29);
  strictEqual(modules[3]?.some(Boolean), false);
});
