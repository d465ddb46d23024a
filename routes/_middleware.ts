import { define } from "./_state.ts";
import { guard } from "./_guard.tsx";
import { knowWhoAsks } from "./_session.ts";
import { recordRequest } from "./_record.ts";

/** Around every answer, the outermost first: the record of it with its headers, then who asks, then whether they may. */
export default define.middleware(recordRequest, knowWhoAsks, guard);
