import type { Figure } from "./figure.ts";
import { load } from "./load.ts";
import { monthEnd } from "./month_end.ts";
import { settle } from "./settle.ts";
import { start } from "./start.ts";
import { sync } from "./sync.ts";
import { workbook } from "./workbook.ts";

/** A bench: it runs in a process and on a database of its own. */
export type Bench = (options: { databaseUrl: string; scale: number }) => Promise<readonly Figure[]>;

/** Every bench by the name that `--only` takes, in the order of the table. */
export const benches: Readonly<Record<string, Bench>> = { load, settle, month_end: monthEnd, workbook, sync, start };
