import { define } from "../_state.ts";

/** Whether the process answers at all. */
export const handler = define.handlers({ GET: () => Response.json({ status: "ok" }) });
