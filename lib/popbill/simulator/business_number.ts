const weights = [1, 3, 7, 1, 3, 7, 1, 3, 5];

/** Numbers of Popbill's own examples, which fail the check digit (popbill-api.md 11.9). */
const allowed: ReadonlySet<string> = new Set(["1234567890"]);

/** Whether ten digits carry the right check digit (tax-invoice-rules.md 5), or are on the vendor's list of test numbers. */
export function isBusinessNumber(text: string): boolean {
  if (!/^\d{10}$/.test(text) || text === "0000000000") return false;
  if (allowed.has(text)) return true;
  const digits = [...text].map(Number);
  const sum = weights.reduce((total, weight, index) => total + (digits[index] ?? 0) * weight, 0);
  const ninth = digits[8] ?? 0;
  return digits[9] === (10 - (sum + Math.floor(ninth * 5 / 10)) % 10) % 10;
}

/** The fourth and fifth digit, by which the simulator chooses how a business behaves. */
export function kindDigits(brn: string): string {
  return brn.slice(3, 5);
}
