import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { benchBacklog } from './backlog.ts'
import { benchDoors } from './doors.ts'
import { benchFhir } from './fhir.ts'
import { benchHl7 } from './hl7.ts'
import { benchIdentity } from './identity/index.ts'
import { benchIdentityBackfill } from './identity-backfill.ts'
import { benchIdentityIndex } from './identity-index.ts'
import { benchLargeFile } from './large-file.ts'
import { benchPersonPage } from './person-page.ts'
import { type Part, print, verdictOf } from './report.ts'
import { benchRoad } from './road.ts'
import { benchRules } from './rules.ts'
import { benchStartUp } from './start-up.ts'
import { benchXmlReading } from './xml-reading.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    visits: { type: 'string', default: '4000' },
    senders: { type: 'string', default: '8' },
    resources: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '15' },
    base: { type: 'string' },
    hoso: { type: 'string', default: '20000' },
    backlog: { type: 'string', default: '20000' },
    messages: { type: 'string', default: '6000' },
    persons: { type: 'string', default: '10000' },
    records: { type: 'string' },
    threads: { type: 'string', default: '2' },
  },
})
const parts: Record<string, () => Promise<Part>> = {
  road: () => benchRoad({ visits: Number(values.visits), senders: Number(values.senders) }),
  person: () => benchPersonPage({ resources: Number(values.resources) }),
  large: () => benchLargeFile({ hoso: Number(values.hoso) }),
  start: () => benchStartUp(),
  backlog: () => benchBacklog({ visits: Number(values.backlog) }),
  doors: () => benchDoors({ visits: Number(values.visits) }),
  hl7: () => benchHl7({ messages: Number(values.messages), connections: 16 }),
  rules: () => benchRules({ visits: Number(values.visits) }),
  xml: () => benchXmlReading({ visits: Number(values.visits) }),
  identity: () =>
    benchIdentity({
      persons: Number(values.persons),
      ...(values.json ? { out: values.json.replace(/\.json$/, '') } : {}),
    }),
  'identity-index': () =>
    benchIdentityIndex({
      records: Number(values.records ?? 20_000),
      seconds: Number(values.seconds),
      connections: 8,
      batches: [1, 12],
    }),
  'identity-backfill': () =>
    benchIdentityBackfill({ records: Number(values.records ?? 200_000), threads: Number(values.threads) }),
  fhir: () =>
    benchFhir({
      resources: Number(values.resources),
      seconds: Number(values.seconds),
      ...(values.base ? { base: values.base } : {}),
    }),
}
const asked = positionals.length > 0 ? positionals : Object.keys(parts)
const done: Part[] = []
for (const name of asked) {
  const part = parts[name]
  if (!part) throw new Error(`no such part: ${name} (there are ${Object.keys(parts).join(', ')})`)
  const result = await part()
  done.push(result)
  console.log(print(result))
}
if (values.json) {
  const report = done.map((p) => ({ ...p, figures: p.figures.map((f) => ({ ...f, verdict: verdictOf(f) })) }))
  writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`)
}
