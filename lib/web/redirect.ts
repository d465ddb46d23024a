/**
 * An answer that sends the browser to a path of ours. What a header cannot carry is encoded, and a path that begins with
 * several slashes, which a browser takes for another host, keeps one.
 */
export function redirect(location: string, status = 303): Response {
  const path = location.replaceAll(/[^\x21-\x7e]+/gu, (text) => encodeURIComponent(text.toWellFormed()));
  return new Response(null, { status, headers: { Location: path.replace(/^[/\\]{2,}/, "/") } });
}
