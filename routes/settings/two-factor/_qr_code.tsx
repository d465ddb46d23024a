import { qrModules } from "../../../lib/auth/totp.ts";

/** A QR code as SVG, black on white in both themes, since cameras expect it so. */
export function QrCode(props: { readonly text: string; readonly label: string }) {
  const modules = qrModules(props.text);
  const dark = modules.flatMap((row, y) => row.flatMap((isDark, x) => isDark ? [`M${x} ${y}h1v1h-1z`] : []));
  return (
    <svg class="w-56" viewBox={`0 0 ${modules.length} ${modules.length}`} role="img" aria-label={props.label}>
      <rect fill="#fff" width={modules.length} height={modules.length} />
      <path fill="#000" d={dark.join("")} shape-rendering="crispEdges" />
    </svg>
  );
}
