import { toBase64, utf8 } from "../../bytes.ts";

/** The partner whose requests the simulator accepts, and the business number of the demo MSP; all three are invented. */
export const simulatedLink: { readonly linkId: string; readonly secretKey: string; readonly corpNum: string } = {
  linkId: "CLABILL",
  /** base64. */
  secretKey: toBase64(utf8("cla-bill popbill simulator key")),
  corpNum: "9988800011",
};
