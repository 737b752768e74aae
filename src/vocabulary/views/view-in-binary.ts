/**
 * R4 has no type ViewDefinition: one that is kept on the server lies in a Binary, as JSON. Null when what lies there is
 * none; whether it is a ViewDefinition is `compileView`'s to say.
 */
export function viewInBinary(binary: string): unknown {
  const { data } = JSON.parse(binary) as { data?: unknown }
  if (typeof data !== 'string') return null
  try {
    return JSON.parse(Buffer.from(data, 'base64').toString('utf8'))
  } catch {
    return null
  }
}
