import { strictEqual } from "node:assert/strict";
import { ownPath } from "./own_path.ts";

Deno.test("ownPath() keeps a path of ours and refuses whatever a browser could read as another host", () => {
  const cases = [
    ["/", "/"],
    ["/settings/keys?page=2&q=%ED%82%A4#x", "/settings/keys?page=2&q=%ED%82%A4"],
    ["/a/../b", "/b"],
    ["/login/verify?for=https://example.net", "/login/verify?for=https://example.net"],
    [null, null],
    ["", null],
    ["settings", null],
    ["https://example.net/", null],
    ["javascript:alert(1)", null],
    ["//example.net", null],
    ["/\\example.net", null],
    ["/a\\..\\..//example.net", null],
    ["/\t/example.net", null],
    ["/\n/example.net", null],
    ["/.//example.net", null],
    ["/%0d%0aX:y", "/%0d%0aX:y"],
    ["/a b", null],
    [`/${"a".repeat(2_000)}`, null],
  ] as const;
  for (const [text, expected] of cases) strictEqual(ownPath(text), expected, String(text));
});
