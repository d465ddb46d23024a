/** A mail, complete; every address is one address. */
export interface Mail {
  /** The same for every attempt at one notice, so that a receiver can drop a second copy; null lets the sender make one. */
  readonly messageId: string | null;
  readonly from: { readonly name: string; readonly address: string };
  readonly replyTo: string | null;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly content: Uint8Array }[];
}

/** What became of the mail for one recipient. `kept`: no server is set, or the address is off the allow-list. */
export interface Delivery {
  readonly address: string;
  readonly state: "sent" | "kept" | "failed";
  /** Why it was kept or failed (Korean, with the server's answer); null when sent. */
  readonly reason: string | null;
}

/** Sends mail; answers with one delivery per recipient. Throws `ProviderError` (vendor `smtp`) when no recipient's fate is known. */
export interface Mailer {
  send(mail: Mail): Promise<readonly Delivery[]>;
}
