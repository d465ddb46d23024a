import { notStrictEqual, strictEqual } from "node:assert/strict";
import { hashRecoveryCode } from "./recovery_code.ts";

Deno.test("hashRecoveryCode() is the same however a code is typed, and another for another code", async () => {
  const hash = await hashRecoveryCode("AB01-CDEF-GHJK-MNPQ");
  for (const typed of ["ab01-cdef-ghjk-mnpq", " AB01 CDEF GHJK MNPQ", "ABOI-CDEF-GHJK-MNPQ", "abolcdefghjkmnpq"]) {
    strictEqual(await hashRecoveryCode(typed), hash, typed);
  }
  notStrictEqual(await hashRecoveryCode("AB01-CDEF-GHJK-MNPR"), hash);
});
