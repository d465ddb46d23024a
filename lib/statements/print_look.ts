/** Colours of the bill as `RRGGBB`: the light theme of the screens, on white paper. */
export const colours = {
  accent: "00696E",
  tint: "EEF5F5",
  faintTint: "F6F9F9",
  ink: "18232A",
  muted: "5B6870",
  line: "D5DDE1",
  warning: "8D5406",
  negative: "C2272D",
} as const;
