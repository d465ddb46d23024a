/**
 * How a depositor's name stands to a customer, strongest first: `seen` (paid for it before), `equal` (the same but for
 * company forms, spaces and case), `cut` (one begins with the other, as banks cut), `similar`, `none`.
 */
export const nameEvidences = ["seen", "equal", "cut", "similar", "none"] as const;
export type NameEvidence = typeof nameEvidences[number];

/** From how many characters on a beginning counts as cut. */
const cutLength = 3;
/** From how many hundredths of shared letter pairs on two names count as similar. */
const similarPercent = 60;

const companyForms =
  /\(?[주유합재사]\)|주식회사|유한책임회사|유한회사|합자회사|합명회사|재단법인|사단법인|(co\.?,?ltd|inc|corp|ltd)\.?$/g;

/** The name without company forms ((주), ㈜, 주식회사 …), spaces, punctuation and case. */
export function plainName(name: string): string {
  return compactName(name).replaceAll(companyForms, "").replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** Compares the name that the bank prints with a customer's name and the names that have paid for it before. */
export function compareNames(
  depositorName: string,
  customer: { name: string; seenDepositorNames: readonly string[] },
): NameEvidence {
  const depositor = plainName(depositorName);
  if (depositor === "") return "none";
  if (customer.seenDepositorNames.some((seen) => plainName(seen) === depositor)) return "seen";
  const own = plainName(customer.name);
  if (depositor === own) return "equal";
  // The bank may cut inside the company form: 「가온테크 주식」 of 「가온테크 주식회사」.
  const asWritten = beginsAlike(lettersOf(depositorName), lettersOf(customer.name));
  if (beginsAlike(depositor, own) || asWritten) return "cut";
  return sharedPairsPercent(depositor, own) >= similarPercent ? "similar" : "none";
}

function compactName(name: string): string {
  return name.normalize("NFKC").toLowerCase().replaceAll(/\s/g, "");
}

function lettersOf(name: string): string {
  return compactName(name).replaceAll(/[^\p{L}\p{N}]/gu, "");
}

function beginsAlike(a: string, b: string): boolean {
  const shorter = a.length < b.length ? a : b;
  return shorter.length >= cutLength && a.startsWith(shorter) && b.startsWith(shorter);
}

/** Dice's measure over pairs of neighbouring letters, in hundredths. */
function sharedPairsPercent(a: string, b: string): number {
  const left = pairsOf(b);
  const pairs = pairsOf(a);
  const total = pairs.length + left.length;
  if (total === 0) return 0;
  let shared = 0;
  for (const pair of pairs) {
    const index = left.indexOf(pair);
    if (index < 0) continue;
    left.splice(index, 1);
    shared += 1;
  }
  return Math.floor(200 * shared / total);
}

function pairsOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => text.slice(index, index + 2));
}
