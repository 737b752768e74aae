/**
 * May we post there? Subscribers name addresses and we are inside the network: only hosts the operator listed are
 * called, and no redirect is followed away from them.
 */
export function isAllowed(endpoint: string, hosts: readonly string[]): boolean {
  let url: URL
  try {
    url = new URL(endpoint)
  } catch {
    return false
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return false
  if (url.username !== '' || url.password !== '') return false
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  return hosts.some((each) => {
    const host = each.trim().toLowerCase()
    return host === url.hostname || host === `${url.hostname}:${port}`
  })
}
