import { isTest, type SourceTree, withoutComments } from "./source_tree.ts";

/** What no file may say, why, and the file that may; in comments it counts only where told, in tests unless told. */
interface Forbidden {
  readonly pattern: RegExp;
  readonly why: string;
  readonly except?: string;
  readonly inComments?: boolean;
  readonly inTests?: boolean;
}

const forbidden: readonly Forbidden[] = [
  {
    pattern: /\bTemporal\.|\bDate\.now\b|\bnew Date\(\)/,
    why: "the time comes from a clock",
    except: "lib/calendar.ts",
  },
  // Tests have a child process write; of their own code `deno lint` says it.
  { pattern: /\bconsole\./, why: "the log is lib/log.ts", inTests: false },
  {
    pattern: /\/\s*(?:\d[\d_]*n\b|BigInt\b)/,
    why: "won is divided in lib/money.ts",
    except: "lib/money.ts",
  },
  { pattern: /deno-lint-[i]gnore|@ts-[a-z]/, why: "a rule holds everywhere", inComments: true },
  { pattern: /\bas any\b|<an[y]>|: an[y]\b/, why: "no any" },
];

const mostLines = { product: 300, test: 450 };

/** Where a file says what none may, or is too long: `path: what: why`. */
export function forbiddenWords(tree: SourceTree): string[] {
  return [...tree].flatMap(([path, text]) => {
    const lines = text.split("\n").length - 1;
    const most = isTest(path) ? mostLines.test : mostLines.product;
    const tooLong = lines > most ? [`${path}: ${lines} lines, ${most} at most`] : [];
    const bare = withoutComments(text);
    const said = forbidden
      .filter((rule) => rule.except !== path && (rule.inTests !== false || !isTest(path)))
      .filter((rule) => rule.pattern.test(rule.inComments ? text : bare));
    return [...tooLong, ...said.map((rule) => `${path}: ${rule.pattern.exec(text)?.[0] ?? ""}: ${rule.why}`)];
  });
}

const bannedWords = /^(?:data|infos?|items?|managers?|helpers?|utils?|process|processes|handlers?|handles?)$/;
const bannedAlone = /^(?:invoices?|bills?|accounts?)$/;

/** Names that the glossary has, that a vendor gave, or where the word means something else: a setting, an OS process, HTTP, a table. */
const settled: ReadonlySet<string> = new Set([
  "bizItem",
  "itemKey",
  "itemKind",
  "productItemKind",
  "dataDir",
  "processMemory",
  "handler",
  "DataTable",
  "DataTableProps",
]);

const declared = /\b(?:const|let|function\*?|interface|type|class|readonly)\s+(\w+)/g;
const declaredOutside = /^(?:export )?(?:async )?(?:const|let|function\*?|interface|type|class)\s+(\w+)/gm;

/** File names and declared names that the glossary bans, tests apart: `path: name`. */
export function bannedNames(tree: SourceTree): string[] {
  return [...tree].filter(([path]) => !isTest(path)).flatMap(([path, text]) => {
    const bare = withoutComments(text);
    const fileName = path.split("/").at(-1)?.replace(/\.tsx?$/, "") ?? "";
    const all = [...bare.matchAll(declared)].map((found) => found[1] ?? "");
    const outside = [...bare.matchAll(declaredOutside)].map((found) => found[1] ?? "");
    const wrong = [
      ...[fileName, ...all].filter((name) =>
        !settled.has(name) && wordsOf(name).some((word) => bannedWords.test(word))
      ),
      ...[fileName, ...outside].filter(isInvoiceAloneOr),
    ];
    return [...new Set(wrong)].map((name) => `${path}: ${name}`);
  });
}

function isInvoiceAloneOr(name: string): boolean {
  const words = wordsOf(name);
  const invoiceAt = words.findIndex((word) => /^invoices?$/.test(word));
  if (invoiceAt >= 0 && words[invoiceAt - 1] !== "tax") return true;
  return words.length === 1 && bannedAlone.test(words[0] ?? "");
}

function wordsOf(name: string): string[] {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase().split("_");
}
