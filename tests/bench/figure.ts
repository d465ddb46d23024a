/** A measured value with its unit: milliseconds, megabytes (10⁶ bytes), times, or pieces a second. */
export interface Quantity {
  readonly value: number;
  readonly unit: "ms" | "MB" | "배" | "건/초";
}

/** One row of the table of performance.md: our figure beside the floor that was measured in the same run. */
export interface Figure {
  readonly work: string;
  readonly ours: Quantity;
  /** Null where the aim is absolute. */
  readonly floor: Quantity | null;
  /** What is held against the aim: a ratio to the floor, a rate, or a difference. */
  readonly compared: Quantity;
  readonly aim: { readonly most: number } | { readonly least: number };
  /** How it was measured, in Korean. */
  readonly note: string;
}

/** `n` milliseconds. */
export function ms(value: number): Quantity {
  return { value, unit: "ms" };
}

/** Ours over the floor. */
export function times(ours: number, floor: number): Quantity {
  return { value: ours / floor, unit: "배" };
}

/** Whether a figure reaches its aim. */
export function reaches(figure: Pick<Figure, "compared" | "aim">): boolean {
  const { compared, aim } = figure;
  return "most" in aim ? compared.value <= aim.most : compared.value >= aim.least;
}

/** The figures as a table for people, with the notes beneath. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure, index) => [
    `${index + 1}. ${figure.work}`,
    quantityText(figure.ours),
    figure.floor ? quantityText(figure.floor) : "-",
    quantityText(figure.compared),
    aimText(figure),
    reaches(figure) ? "충족" : "미달",
  ]);
  const table = [["일", "측정값", "바닥값", "비교값", "목표", ""], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => textWidth(row[column] ?? "")))) ?? [];
  const lines = table.map((row) => row.map((text, column) => padded(text, widths[column] ?? 0, column)).join("  "));
  const rule = "-".repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  const notes = figures.map((figure, index) => `${index + 1}. ${figure.note}`);
  return [lines[0], rule, ...lines.slice(1), "", ...notes].map((line) => line?.trimEnd()).join("\n");
}

function aimText({ compared, aim }: Figure): string {
  return "most" in aim
    ? `≤ ${quantityText({ ...compared, value: aim.most })}`
    : `≥ ${quantityText({ ...compared, value: aim.least })}`;
}

function quantityText({ value, unit }: Quantity): string {
  const digits = unit === "배" ? 2 : Math.abs(value) < 100 ? 1 : 0;
  return `${value.toLocaleString("ko-KR", { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`;
}

function padded(text: string, width: number, column: number): string {
  const room = " ".repeat(width - textWidth(text));
  return column === 0 || column === 5 ? text + room : room + text;
}

// Hangul takes two places in a terminal.
function textWidth(text: string): number {
  return [...text].reduce(
    (width, character) => width + (/[\u1100-\u11ff\u3000-\u9fff\uac00-\ud7af]/.test(character) ? 2 : 1),
    0,
  );
}
