import type { Walked } from '#record/journey'

/** The process's own counters, in Prometheus' text format (exposition format 0.0.4). */
export function createMetrics() {
  const counters = {
    filesAccepted: 0,
    filesSetAside: 0,
    refused: 0,
    visitsStored: 0,
    visitsSetAside: 0,
    resources: 0,
  }
  const requests = new Map<string, { count: number; seconds: number }>()
  return {
    onKept: (kept: { readonly accepted: number; readonly setAside: number }) => {
      counters.filesAccepted += kept.accepted
      counters.filesSetAside += kept.setAside
    },
    onRefused: () => {
      counters.refused += 1
    },
    onWalked: (walked: Walked) => {
      counters.visitsStored += walked.stored
      counters.visitsSetAside += walked.setAside
      counters.resources += walked.resources
    },
    onRequest: (route: string, status: number, seconds: number) => {
      const key = `route="${route}",status="${status}"`
      const seen = requests.get(key) ?? { count: 0, seconds: 0 }
      seen.count += 1
      seen.seconds += seconds
      requests.set(key, seen)
    },
    print: (gauges: Readonly<Record<string, number>>): string => {
      const memory = process.memoryUsage()
      const cpu = process.cpuUsage()
      const lines = [
        ...counter('mach_intake_records_total{outcome="accepted"}', counters.filesAccepted),
        ...counter('mach_intake_records_total{outcome="set-aside"}', counters.filesSetAside, false),
        ...counter('mach_intake_refused_total', counters.refused),
        ...counter('mach_journey_visits_total{outcome="stored"}', counters.visitsStored),
        ...counter('mach_journey_visits_total{outcome="set-aside"}', counters.visitsSetAside, false),
        ...counter('mach_store_resources_written_total', counters.resources),
        ...counter('process_cpu_seconds_total', (cpu.user + cpu.system) / 1e6),
        '# TYPE process_resident_memory_bytes gauge',
        `process_resident_memory_bytes ${memory.rss}`,
        '# TYPE mach_http_requests_total counter',
        ...[...requests].map(([labels, { count }]) => `mach_http_requests_total{${labels}} ${count}`),
        '# TYPE mach_http_request_seconds_total counter',
        ...[...requests].map(
          ([labels, { seconds }]) => `mach_http_request_seconds_total{${labels}} ${seconds.toFixed(6)}`,
        ),
        ...Object.entries(gauges).flatMap(([name, value]) => [`# TYPE ${name} gauge`, `${name} ${value}`]),
      ]
      return `${lines.join('\n')}\n`
    },
  }
}

const counter = (name: string, value: number, withType = true) => [
  ...(withType ? [`# TYPE ${name.split('{')[0]} counter`] : []),
  `${name} ${value}`,
]
