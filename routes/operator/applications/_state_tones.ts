import type { ApplicationState } from "../../../lib/msps/application.ts";

/** How the state of an application feels, for its chip. */
export const stateTones: Readonly<Record<ApplicationState, "idle" | "info" | "ok" | "bad">> = {
  unconfirmed: "idle",
  pending: "info",
  approved: "ok",
  rejected: "bad",
};
