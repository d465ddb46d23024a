/** The mark and the name of the product. */
export function BrandMark() {
  return (
    <span class="brand">
      <span class="brand-mark" aria-hidden="true">C</span>
      <span class="brand-name">Cla-Bill</span>
    </span>
  );
}
