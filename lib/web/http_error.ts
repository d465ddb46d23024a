/** An answer that is no page: `message` (in the reader's language) is shown below 500 and only logged from there on. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    readonly status: number,
    message = "",
    options: ErrorOptions & { readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message, options);
    this.headers = options.headers ?? {};
  }
}
