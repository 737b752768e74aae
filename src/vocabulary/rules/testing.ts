/** Builders for tests: the message an example of a rule stands for. */
import type { FacilityMessage, MessageKind, TableId, TableRow } from '#vocabulary/bhyt'
import { normOf } from '#vocabulary/bhyt'
import { rowsOf } from './define-rule.ts'
import type { Example, Values } from './rule.types.ts'

const everyVisit: Values = {
  MA_LK: 'LK1',
  MA_CSKCB: '99901',
  NGAY_VAO: '202608150830',
  NGAY_RA: '202608150945',
}

/** An example as a message: rows numbered, what every visit has filled in. */
export function exampleMessage({ tables, norm }: Example): FacilityMessage {
  const kind: MessageKind = tables.XML0
    ? 'check-in'
    : tables.GBT
      ? 'death-notice'
      : tables.GKSKLX
        ? 'driver-check'
        : 'visit'
  const filled: Partial<Record<TableId, TableRow[]>> = {}
  for (const id of Object.keys(tables) as TableId[])
    filled[id] = rowsOf(tables[id]).map((values, n) => ({ row: n + 1, values }))
  if (kind === 'visit') filled.XML1 = [{ row: 1, values: { ...everyVisit, ...rowsOf(tables.XML1)[0] } }]
  if (kind === 'check-in') {
    const { NGAY_RA: _, ...arrival } = everyVisit
    filled.XML0 = [{ row: 1, values: { ...arrival, ...rowsOf(tables.XML0)[0] } }]
  }
  const first = (filled.XML1 ?? filled.XML0 ?? filled.GBT)?.[0]?.values
  return {
    kind,
    norm: norm ?? normOf(first?.NGAY_RA ?? first?.NGAY_VAO ?? first?.NGAY_TV),
    facilityCode: first?.MA_CSKCB ?? '99901',
    visitLinkId: first?.MA_LK ?? 'LK1',
    tables: filled,
  }
}
