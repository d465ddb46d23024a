import type { Measure, Meter } from "./catalogue.ts";
import { costCode, type CostCodeRow } from "./cost_codes.ts";
import type { Life } from "./life.ts";
import type { SimulatedMember } from "./member.ts";
import type { MonthBook } from "./month_book.ts";
import { seeded } from "./seeded.ts";

/** What a meter counted in the covered part of the month. */
export interface Metering {
  readonly code: CostCodeRow;
  readonly measure: Measure;
  /** Hundredths of a unit. */
  readonly quantity: number;
  /** Hundredths of a won per unit. */
  readonly price: number;
}

/** Counts a meter over the hours of the month that its product lived and the book covers. */
export function meter(
  member: SimulatedMember,
  of: { book: MonthBook; meter: Meter; contractType: string; place: string; life: Life; price?: number },
): Metering {
  const { book, life } = of;
  const hours = Math.max(0, Math.min(life.toHour, book.coveredDays * 24) - life.fromHour);
  const code = costCode({ contractType: of.contractType, ...of.meter });
  const metering = { code, measure: of.meter.measure, price: of.price ?? of.meter.price };
  if (!of.meter.monthly) return { ...metering, quantity: hours * (of.meter.share ?? 100) };
  const seed = `${member.memberNo} ${of.place} ${of.meter.demandTypeDetail}`;
  const units = Math.max(0, seeded(seed, of.meter.monthly));
  const ofMonth = units * seeded(`${seed} ${book.month}`, [94, 106]);
  const booked = Math.floor(ofMonth * hours / (book.days * 24));
  const late = member.traits.lateRound > book.corrections && (of.place === "" || seeded(`${seed} late`, [1, 3]) === 1);
  return { ...metering, quantity: late ? Math.floor(booked * 0.97) : booked };
}
