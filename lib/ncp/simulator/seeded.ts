/**
 * A whole number of `[low, high]` that is always the same for the same text: what stands in the place of chance, so that
 * an answer can be computed again without remembering it.
 */
export function seeded(text: string, [low, high]: readonly [number, number]): number {
  return low + hash(text) % (high - low + 1);
}

/** A 32-bit FNV-1a hash with the finalizer of MurmurHash3. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ value >>> 16, 0x85ebca6b);
  value = Math.imul(value ^ value >>> 13, 0xc2b2ae35);
  return (value ^ value >>> 16) >>> 0;
}

/** A UUID (version 4 by its looks) that is always the same for the same text. */
export function seededUuid(text: string): string {
  const hex = ["a", "b", "c", "d"].map((part) => hash(part + text).toString(16).padStart(8, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
