/** Shown where NCP's code list does not place a usage line (B2). */
export const uncategorised = "미분류";

// ncp-api.md 11.1, in the order in which the categories stand on the statement; NCP's own English names.
const names: ReadonlyMap<string, string> = new Map([
  ["COMPUTE", "Compute"],
  ["STORAGE", "Storage"],
  ["NETWORKING", "Networking"],
  ["DATABASE", "Database"],
  ["SECURITY", "Security"],
  ["CONTAINERS", "Containers"],
  ["MANAGE-GOVERNANCE", "Management & Governance"],
  ["APP-SERVICES", "Application Services"],
  ["MEDIA", "Media"],
  ["AI-NAVER-API", "AI·NAVER API"],
  ["AI-SERVICES", "AI Services"],
  ["BIG-DATA-ANALYTICS", "Big Data & Analytics"],
  ["BLOCKCHAIN", "Blockchain"],
  ["BUSINESS-APP", "Business Applications"],
  ["CONTENT-DELIVERY", "Content Delivery"],
  ["DEV-TOOLS", "Developer Tools"],
  ["HYBRID-PRIV-CLOUD", "Hybrid & Private Cloud"],
]);

/** Codes of the known product categories 상품 분류, in the order of the statement. */
export const productCategories: readonly string[] = [...names.keys()];

/** The name of a productCategory code as NCP's console shows it; 「미분류」 for an unknown code. */
export function categoryLabel(code: string): string {
  return names.get(code) ?? uncategorised;
}
