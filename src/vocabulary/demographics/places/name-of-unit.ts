import { keyOf, splitAddress } from './split-address.ts'

const kindsOfUnit = /^(phuong|xa|thi tran|dac khu|quan|huyen|thi xa|thanh pho|tinh) /

/** A name of the catalogue: its kind, and the rest folded and with marks. */
export function nameOf(text: string): { kind: string; key: string; toned: string } {
  const { folded, toned } = splitAddress(text)
  const kind = kindsOfUnit.exec(`${folded.join(' ')} `)?.[1] ?? ''
  const from = kind === '' ? 0 : kind.split(' ').length
  return { kind, key: keyOf(folded, from, folded.length), toned: toned.slice(from).join(' ') }
}
