/** 존: NCP's three separate clouds. */
export const zones = ["public", "gov", "fin"] as const;
export type Zone = typeof zones[number];

/** How a zone is called on screen. */
export const zoneLabels: Readonly<Record<Zone, string>> = { public: "민간", gov: "공공", fin: "금융" };
