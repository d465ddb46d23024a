import { passwordProblem } from "../password.ts";

/** Why a password cannot be chosen, as a kind: pages have its sentence in their language. */
export type PasswordRefusal = "too_short" | "too_long" | "common";

/** The rules of `passwordProblem` (checks.md R31), answered as a kind; null where the password may be chosen. */
export function passwordRefusal(password: string): PasswordRefusal | null {
  if (passwordProblem(password) === null) return null;
  const length = [...password.normalize("NFKC")].length;
  if (length < 8) return "too_short";
  return length > 128 ? "too_long" : "common";
}
