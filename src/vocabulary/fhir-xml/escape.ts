// White space in an attribute would be read back as a space (XML 1.0 3.3.3); what XML 1.0 cannot hold at all becomes U+FFFD.
const special =
  /[&<>"\u0000-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
const everySpecial = new RegExp(special, 'g')
const names: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
}

/** For an attribute in double quotes. */
export const escapeAttribute = (text: string): string =>
  special.test(text) ? text.replace(everySpecial, (c) => names[c] ?? '\ufffd') : text

/** For text between tags, where lines may stay lines. */
export const escapeText = (text: string): string =>
  text.replace(everySpecial, (c) => (c === '\n' || c === '\t' || c === '"' ? c : (names[c] ?? '\ufffd')))
