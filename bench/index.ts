import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { benchFhir } from './fhir.ts'
import { benchLargeFile } from './large-file.ts'
import { benchPersonPage } from './person-page.ts'
import { type Part, print, verdictOf } from './report.ts'
import { benchRoad } from './road.ts'
import { benchStartUp } from './start-up.ts'

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
  },
})
const parts: Record<string, () => Promise<Part>> = {
  road: () => benchRoad({ visits: Number(values.visits), senders: Number(values.senders) }),
  person: () => benchPersonPage({ resources: Number(values.resources) }),
  large: () => benchLargeFile({ hoso: Number(values.hoso) }),
  start: () => benchStartUp(),
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
