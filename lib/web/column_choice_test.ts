import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { columnChoiceCookie, readColumnChoice } from "./column_choice.ts";

Deno.test("columnChoiceCookie() keeps the columns of the URL, and nothing that is no column's key", () => {
  const cases = [
    ["", null],
    ["q=a", null],
    ["col=%0d%0aSet-Cookie:%20a=b", null],
    ["col=name&col=a;b&col=total", "columns_keys=name.total; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"],
  ] as const;
  for (const [search, cookie] of cases) {
    strictEqual(columnChoiceCookie(new URLSearchParams(search), "keys"), cookie, search);
  }
});

Deno.test("readColumnChoice() reads the table's own cookie", () => {
  const cases = [
    [null, []],
    ["a=b", []],
    ["columns_users=email", []],
    ["a=b; columns_keys=name.total; c=d", ["name", "total"]],
    ["columns_keys=na<me.total", ["total"]],
    ["columns_keys=", []],
  ] as const;
  for (const [header, columns] of cases) deepStrictEqual(readColumnChoice(header, "keys"), columns, `${header}`);
});
