import type { Brand } from "./prelude.ts";

/** Ids of stored records: uuid text, one type each so that they cannot be mixed up. */
export type MspId = Brand<string, "MspId">;
export type CustomerId = Brand<string, "CustomerId">;
export type LinkId = Brand<string, "LinkId">;
export type PullId = Brand<string, "PullId">;
export type StatementId = Brand<string, "StatementId">;
export type TaxInvoiceId = Brand<string, "TaxInvoiceId">;
export type NoticeId = Brand<string, "NoticeId">;
export type FileId = Brand<string, "FileId">;
