import { createHash } from 'node:crypto'
import { addressGroup } from '../accounts/address-list.ts'
import { noteEvent } from '../accounts/event.queries.ts'
import type { Account, GatewayDeps } from '../gateway.types.ts'
import type { Call } from '../protocol/read-call.ts'
import { answerCard, faultOfCard } from './answer-card.ts'

interface Asked {
  readonly account: Account
  readonly call: Call
  readonly address: string
  readonly path: string
  readonly operation: 'card' | 'history'
}

/** Enough to find who asked for a card one holds, and nothing to read out. */
const subjectOf = (card: string, operator: string | null): string => {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)
  return `card ${digest(card)}${operator ? ` by ${digest(operator)}` : ''}`
}

/**
 * A card and its holder's visits. With a way to the real gateway that one is asked, for it alone knows whether a card is
 * valid today; without an answer in time, what facilities have sent is answered. Every question is written down.
 */
export async function askAboutCard(
  deps: GatewayDeps,
  asked: Asked,
): Promise<Readonly<Record<string, unknown>>> {
  const { account, call } = asked
  const question = {
    card: (call.get('mathe') ?? '').toUpperCase(),
    name: call.get('hoten') ?? '',
    birthDate: call.get('ngaysinh') ?? '',
    facility: account.facility,
  }
  await noteEvent(deps.db, {
    kind: 'card-lookup',
    at: deps.clock.now(),
    facility: account.facility,
    username: account.username,
    address: addressGroup(asked.address),
    subject: subjectOf(question.card, call.get('cccdcb')),
  })
  const isWhole = question.card !== '' && question.name !== '' && question.birthDate !== ''
  const fault = isWhole ? faultOfCard(question.card) : '205'
  const upstream = fault === null ? await askUpstream(deps, asked) : null
  if (upstream) return upstream
  const known = fault === null ? await deps.lookUpCard(question) : null
  const maySeeAll = account.mayReadHistory
  const answer = answerCard({ question, known, fault, maySeeAll, now: deps.clock.now() })
  if (asked.operation === 'card') return answer
  const { maKetQua, ghiChu, dsLichSuKCB2018 } = answer
  return { maKetQua, ghiChu, dsLichSuKCB2025: dsLichSuKCB2018 }
}

async function askUpstream(deps: GatewayDeps, { account, call, path }: Asked) {
  const fields: Record<string, string> = {}
  for (const name of ['maThe', 'hoTen', 'ngaySinh', 'hoTenCb', 'cccdCb'] as const) {
    const value = call.get(name.toLowerCase())
    if (value !== null) fields[name] = value
  }
  return (
    (await deps.relay?.ask({ facility: account.facility, accountId: account.accountId, path, fields })) ??
    null
  )
}
