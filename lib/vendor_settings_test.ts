import { deepStrictEqual } from "node:assert/strict";
import { vendorUrls } from "./vendor_settings.ts";

Deno.test("vendorUrls hold NCP's documented billing hosts, that of 금융 irregular", () => {
  deepStrictEqual(vendorUrls.ncpBilling, {
    public: "https://billingapi.apigw.ntruss.com/billing/v1",
    gov: "https://billingapi.apigw.gov-ntruss.com/billing/v1",
    fin: "https://billingapi.apigw-pub.fin-ntruss.com/billing/v1",
  });
});
