import { BlockList, isIP } from 'node:net'

/** `::ffff:10.1.2.3` is `10.1.2.3`. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')

/** `10.1.2.3`, `10.1.0.0/16`, `2001:db8::/32`. */
export function isAddressRule(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}

/** An empty list allows everybody. */
export function isAllowed(address: string, rules: readonly string[]): boolean {
  if (rules.length === 0) return true
  const list = new BlockList()
  for (const rule of rules) {
    const [from = '', bits] = rule.split('/')
    const family = isIP(from) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(from, family)
    else list.addSubnet(from, Number(bits), family)
  }
  const plain = plainAddress(address)
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}

/** What is counted together in events and failures: an IPv6 customer has a whole /64. */
export function addressGroup(address: string): string {
  const plain = plainAddress(address)
  if (isIP(plain) !== 6) return plain
  const [head = '', tail] = plain.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  return `${[...before, ...Array<string>(zeros).fill('0'), ...after].slice(0, 4).join(':')}::/64`
}
