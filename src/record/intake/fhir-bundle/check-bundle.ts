import type { BundleEntry, FindTarget, Members } from '#vocabulary/fhir-bundle'
import { referencesIn } from '#vocabulary/fhir-bundle'
import { validateResource } from '#vocabulary/validation'
import type { BundleProblems } from './problem-sentences.ts'

const ofEntry = /^Bundle\.entry\[(\d+)\](?:\.resource(?:\.ofType\(\w+\))?)?\.?(.*)$/

/** R4 and the profiles the resources claim, as the FHIR interface holds them; each finding stands at its entry. */
export function checkResources(
  bundle: Members,
  entries: readonly BundleEntry[],
  problems: BundleProblems,
): void {
  for (const issue of validateResource(bundle, { type: 'Bundle', willResolve: true })) {
    const [, index, path] = ofEntry.exec(issue.expression) ?? []
    const entry = index === undefined ? undefined : entries[Number(index)]
    const place = entry
      ? { table: 'Bundle', row: entry.number, field: fieldOf(entry, path ?? '') }
      : { table: 'Bundle', field: issue.expression }
    const isWrong = issue.severity === 'error' || issue.severity === 'fatal'
    problems.add(isWrong ? 'FHIR_INVALID' : 'FHIR_DOUBTFUL', place, `${place.field}: ${issue.message}`)
  }
}

const fieldOf = (entry: BundleEntry, path: string) => (path ? `${entry.type}.${path}` : entry.type)

/** References that lead out of the Bundle: to another patient refused, to anything else kept as far as it can be. */
export function checkReferences(
  entries: readonly BundleEntry[],
  patient: BundleEntry,
  find: FindTarget,
  problems: BundleProblems,
): void {
  const mine = new Set(entries)
  for (const from of entries)
    for (const { reference, path } of referencesIn(from.resource)) {
      const target = find(reference, from)
      if (target.kind === 'contained') continue
      const place = { table: 'Bundle', row: from.number, field: `${from.type}.${path}` }
      if (target.kind === 'entry') {
        if (!mine.has(target.entry)) problems.add('FHIR_OTHER_PATIENT', place)
      } else if (target.type === 'Patient') {
        if (from !== patient) problems.add('FHIR_OTHER_PATIENT', place)
      } else if (target.kind === 'outside') problems.add('FHIR_REFERENCE_OUTSIDE', place)
    }
}
