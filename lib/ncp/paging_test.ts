import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { ProviderError } from "../prelude.ts";
import type { Fetch } from "../simulator.ts";
import { pullRows, pullUnpagedRows } from "./paging.ts";
import { testClient, testKeys, wireAnswer } from "./testing.ts";

const query = { keys: testKeys, path: "/cost/getDemandCostList", listKey: "demandCostList", parameters: [] };

/** `count` rows of a member from a number on. */
function rowsFrom(from: number, count: number, memberNo = "1000001") {
  return Array.from({ length: count }, (_, index) => ({ memberNo, id: `${from + index}` }));
}

/** Serves pages of a list whose length may differ by request; notes the queries. */
function paged(total: (request: number) => number, extra: Record<string, unknown> = {}) {
  const queries: string[] = [];
  const fetch: Fetch = (request) => {
    const { searchParams, search } = new URL(request.url);
    queries.push(search.slice(1).replace("&responseFormatType=json", ""));
    const totalRows = total(queries.length);
    const from = (Number(searchParams.get("pageNo")) - 1) * 1000;
    const demandCostList = rowsFrom(from, Math.max(0, Math.min(1000, totalRows - from)));
    return Promise.resolve(wireAnswer(request, { totalRows, demandCostList, ...extra }));
  };
  return { fetch, queries };
}

Deno.test("pullRows() asks for pages of 1000 until totalRows is reached", async () => {
  const cases = [[0, 1], [1, 1], [1_000, 1], [1_001, 2], [2_500, 3]] as const;
  for (const [total, pages] of cases) {
    const { fetch, queries } = paged(() => total);
    const pulled = await pullRows(testClient(fetch), query);
    deepStrictEqual(pulled.rows, rowsFrom(0, total));
    deepStrictEqual(queries, Array.from({ length: pages }, (_, index) => `pageNo=${index + 1}&pageSize=1000`));
    strictEqual(pulled.operation, "getDemandCostList");
    deepStrictEqual(pulled.pages.map((page) => page.query.slice(0, 8)), queries.map((sent) => sent.slice(0, 8)));
  }
});

Deno.test("pullRows() starts again when totalRows changes on the way and keeps the pages of the good pass alone", async () => {
  const { fetch, queries } = paged((request) => request < 2 ? 1_500 : 1_501);
  const pulled = await pullRows(testClient(fetch), query);
  strictEqual(pulled.rows.length, 1_501);
  strictEqual(pulled.pages.length, 2);
  deepStrictEqual(queries.map((sent) => sent.slice(0, 8)), ["pageNo=1", "pageNo=2", "pageNo=1", "pageNo=2"]);
});

Deno.test("pullRows() starts again three times while rows and totalRows differ, then fails", async () => {
  for (const goodAfter of [3, 4]) {
    let passes = 0;
    const fetch: Fetch = (request) => {
      const missing = ++passes > goodAfter ? 0 : 1;
      return Promise.resolve(wireAnswer(request, { totalRows: 3, demandCostList: rowsFrom(0, 3 - missing) }));
    };
    const pull = pullRows(testClient(fetch), query);
    if (goodAfter === 3) strictEqual((await pull).rows.length, 3);
    else {
      await rejects(
        pull,
        new ProviderError(
          "ncp",
          "paging",
          "NCP getDemandCostList의 행 수가 전체 행 수(totalRows)와 맞지 않습니다. 잠시 뒤 다시 가져와야 합니다",
          true,
        ),
      );
    }
    strictEqual(passes, 4);
  }
});

Deno.test("pullRows() stops at an empty page", async () => {
  let asked = 0;
  const fetch: Fetch = (request) => {
    const isFirst = new URL(request.url).searchParams.get("pageNo") === "1";
    asked++;
    return Promise.resolve(
      wireAnswer(request, { totalRows: 9_000, demandCostList: isFirst ? rowsFrom(0, 1_000) : [] }),
    );
  };
  await rejects(pullRows(testClient(fetch), query), { code: "paging" });
  strictEqual(asked, 8);
});

Deno.test("pullRows() keeps rows that are equal", async () => {
  const row = { memberNo: "1000001", useAmount: 0 };
  const fetch: Fetch = (request) => Promise.resolve(wireAnswer(request, { totalRows: 2, demandCostList: [row, row] }));
  strictEqual((await pullRows(testClient(fetch), query)).rows.length, 2);
});

Deno.test("pullRows() takes a missing list for empty only where totalRows is 0", async () => {
  const answering = (content: Record<string, unknown>): Fetch => (request) =>
    Promise.resolve(wireAnswer(request, content));
  deepStrictEqual((await pullRows(testClient(answering({ totalRows: 0 })), query)).rows, []);
  const cases = [
    [{ totalRows: 1 }, "getDemandCostList demandCostList: 행의 목록이 아닙니다"],
    [{ totalRows: 1, demandCostList: {} }, "getDemandCostList demandCostList: 행의 목록이 아닙니다"],
    [{ totalRows: 1, demandCostList: [1] }, "getDemandCostList demandCostList: 행의 목록이 아닙니다"],
    [{ demandCostList: [] }, "getDemandCostList totalRows: 정수가 아닙니다 (없음)"],
    [{ totalRows: "0", demandCostList: [] }, `getDemandCostList totalRows: 정수가 아닙니다 ("0")`],
    [{ totalRows: 0.5, demandCostList: [] }, "getDemandCostList totalRows: 정수가 아닙니다 (0.5)"],
    [{ totalRows: -1, demandCostList: [] }, "getDemandCostList totalRows: 정수가 아닙니다 (-1)"],
  ] as const;
  for (const [content, message] of cases) {
    await rejects(
      pullRows(testClient(answering(content)), query),
      new ProviderError("ncp", "schema", message, false),
    );
  }
});

Deno.test("pullRows() asks for a member by the repeated key and, once that is ignored, by the numbered one", async () => {
  const forms = (understood: "memberNoList" | "memberNoList.1" | "none") => {
    const sent: string[] = [];
    const fetch: Fetch = (request) => {
      const { searchParams } = new URL(request.url);
      sent.push([...searchParams.keys()].filter((name) => name.startsWith("memberNo")).join());
      const own = rowsFrom(0, 1, "1000001");
      const rows = searchParams.get(understood) === "1000001" ? own : [...own, ...rowsFrom(1, 1, "1000002")];
      return Promise.resolve(wireAnswer(request, { totalRows: rows.length, demandCostList: rows }));
    };
    return { fetch, sent };
  };
  const cases = [["memberNoList", ["memberNoList"]], ["memberNoList.1", ["memberNoList", "memberNoList.1"]]] as const;
  for (const [understood, expected] of cases) {
    const { fetch, sent } = forms(understood);
    const pulled = await pullRows(testClient(fetch), { ...query, memberNo: "1000001" });
    deepStrictEqual(pulled.rows, rowsFrom(0, 1));
    deepStrictEqual(sent, expected);
  }
  const { fetch, sent } = forms("none");
  await rejects(
    pullRows(testClient(fetch), { ...query, memberNo: "1000001" }),
    new ProviderError(
      "ncp",
      "schema",
      `getDemandCostList 2번째 행 memberNo: 요청한 회원 1000001이 아닙니다 ("1000002")`,
      false,
    ),
  );
  deepStrictEqual(sent, ["memberNoList", "memberNoList.1"]);
});

Deno.test("pullRows() knows a foreign member by the loginId of 2022", async () => {
  const fetch: Fetch = (request) =>
    Promise.resolve(wireAnswer(request, { totalRows: 1, demandCostList: [{ loginId: "1000002" }] }));
  await rejects(pullRows(testClient(fetch), { ...query, memberNo: "1000001" }), /1번째 행 memberNo: 요청한 회원/);
});

Deno.test("pullUnpagedRows() sends no paging parameters and wants every row at once", async () => {
  const { fetch, queries } = paged(() => 0, { totalRows: 2, demandCostList: rowsFrom(0, 2) });
  const pulled = await pullUnpagedRows(testClient(fetch), query);
  deepStrictEqual(pulled.rows, rowsFrom(0, 2));
  strictEqual(pulled.pages[0]?.query, "responseFormatType=json");
  strictEqual(queries.length, 1);
  const short = paged(() => 0, { totalRows: 3, demandCostList: rowsFrom(0, 2) });
  await rejects(pullUnpagedRows(testClient(short.fetch), query), { code: "paging" });
});
