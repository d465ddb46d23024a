import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { changeLine, fieldChanges, visible } from "./audit_log.ts";

Deno.test("fieldChanges() puts before and after side by side, and hides what is named as a secret", () => {
  deepStrictEqual(
    fieldChanges({
      before: { phone: "02-1", note: null, passwordHash: "x" },
      after: { phone: "02-2", rateBps: 500, secretKey: "y" },
    }),
    [
      { field: "phone", before: "02-1", after: "02-2" },
      { field: "note", before: "null", after: null },
      { field: "passwordHash", before: "***", after: null },
      { field: "rateBps", before: null, after: "500" },
      { field: "secretKey", before: null, after: "***" },
    ],
  );
  deepStrictEqual(fieldChanges({ before: null, after: undefined }), []);
  deepStrictEqual(fieldChanges({ before: null, after: ["a"] }), [{ field: "", before: null, after: '["a"]' }]);
});

Deno.test("visible() writes out what breaks a line, cannot be seen or turns the text around, and leaves the rest", () => {
  const cases = [
    ["가온테크 (주) 🌱", "가온테크 (주) 🌱"],
    ["a\r\nb", "a\\u000d\\u000ab"],
    ["a\u2028b\u202ec\u200b", "a\\u2028b\\u202ec\\u200b"],
    ["\0", "\\u0000"],
  ] as const;
  for (const [text, shown] of cases) strictEqual(visible(text), shown, JSON.stringify(text));
});

Deno.test("changeLine() says in one line what changed", () => {
  strictEqual(
    changeLine({ before: { login: "a", name: "옛" }, after: { login: "a", name: "새\n줄", fax: "02-3" } }),
    "login: a, name: 옛 → 새\\u000a줄, fax: 02-3",
  );
  strictEqual(changeLine({ before: null, after: null }), "");
});
