import type { SimulatorContext } from "../../simulator.ts";
import type { Due } from "./agenda.ts";
import { dueNow, strike } from "./agenda.ts";
import { playBulk } from "./bulk.ts";
import { playDeposit, playRemainder } from "./deposits.ts";
import { playTransfer } from "./transfer.ts";

/** Plays everything that is due by business now, oldest first. What a play puts on the agenda for a moment already past follows in the next round. */
export async function playDue(context: SimulatorContext): Promise<void> {
  for (let due = await dueNow(context); due.length > 0; due = await dueNow(context)) {
    for (const each of due) {
      await play(context, each);
      await strike(context, each);
    }
  }
}

function play(context: SimulatorContext, due: Due): Promise<void> {
  switch (due.what) {
    case "transfer":
      return playTransfer(context, due);
    case "deposit":
      return playDeposit(context, due);
    case "remainder":
      return playRemainder(context, due);
    case "bulk":
      return playBulk(context, due);
  }
}
