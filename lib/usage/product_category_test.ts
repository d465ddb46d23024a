import { strictEqual } from "node:assert/strict";
import { categoryLabel, productCategories } from "./product_category.ts";

Deno.test("categoryLabel() is NCP's own name, and 「미분류」 for what is not known", () => {
  strictEqual(productCategories.length, 17);
  strictEqual(categoryLabel("COMPUTE"), "Compute");
  strictEqual(categoryLabel("MANAGE-GOVERNANCE"), "Management & Governance");
  for (const code of ["", "QUANTUM", "Compute"]) strictEqual(categoryLabel(code), "미분류", code);
});
