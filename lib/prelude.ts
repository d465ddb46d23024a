/** A value of type `T` that only its own maker may produce. */
export type Brand<T, Name extends string> = T & { readonly [brand in `__${Name}`]: true };

/** What the domain answers: a value, or a refusal that says why not. */
export type Result<T, R> = Ok<T> | Refused<R>;
export type Ok<T> = { readonly ok: true; readonly value: T };
export type Refused<R> = { readonly ok: false; readonly refusal: R };

/** Wraps the value of a domain operation that went through. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

/** Wraps the reason why the domain says no. */
export function refuse<R>(refusal: R): Refused<R> {
  return { ok: false, refusal };
}

/** Throws when a rule that the code itself must keep is broken; never for bad input. */
export function invariant(condition: unknown, rule: string): asserts condition {
  if (!condition) throw new InvariantError(rule);
}

/** A bug of ours: the named rule does not hold. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/** A refusal whose sentence (Korean) is meant for the person who gave the input. */
export class RefusedInput extends Error {
  override readonly name = "RefusedInput";
}

/** An outside service failed; `retryable` says whether the same call may go through later. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
  constructor(
    readonly vendor: "ncp" | "popbill" | "smtp" | "public_data",
    readonly code: string,
    message: string,
    readonly retryable: boolean,
  ) {
    super(message);
  }
}
