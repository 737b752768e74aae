import type { Pair, SubscriptionCall } from './subscriptions.types.ts'

type Members = Readonly<Record<string, unknown>>

/** The parameters of a call, wherever they stand: query, form or Parameters. */
export function parametersOf({ pairs, body }: SubscriptionCall): readonly Pair[] {
  if (body === null || body.kind === 'other') return pairs
  if (body.kind === 'form') return [...pairs, ...body.pairs]
  const { parameter } = (body.json.value ?? {}) as Members
  const parts = (Array.isArray(parameter) ? parameter : []) as readonly (Members | null)[]
  return [
    ...pairs,
    ...parts.flatMap((part): Pair[] => {
      const name = Object.keys(part ?? {}).find((key) => key.startsWith('value'))
      return name === undefined ? [] : [[String(part!.name), String(part![name])]]
    }),
  ]
}

export const allOf = (pairs: readonly Pair[], name: string): string[] =>
  pairs
    .flatMap(([n, value]) => (n === name ? value.split(',').map((v) => v.trim()) : []))
    .filter((v) => v !== '')

/** A reference or an id alone. */
export const idOf = (text: string): string => text.replace(/^.*Subscription\//, '')
