import type { Identifier } from 'fhir/r4'
import { identifierSystems } from '#vocabulary/fhir'
import { aliasTable, type Meaning } from './load.ts'

const own: ReadonlyMap<string, Meaning> = new Map([
  [identifierSystems.citizenId, 'personal'],
  [identifierSystems.oldIdCard, 'personal'],
  [identifierSystems.passport, 'passport'],
  [identifierSystems.insuranceCard, 'insurance'],
  [identifierSystems.insuranceNumber, 'insuranceNumber'],
  [identifierSystems.facility, 'facility'],
  [identifierSystems.licence, 'licence'],
])

/** Systems that carry the facility's code at their end: `…/sid/mrn/99901`. */
const perFacility: readonly (readonly [string, Meaning])[] = [
  [identifierSystems.mrn(''), 'localPatient'],
  [identifierSystems.visit(''), 'visit'],
]

let bySystem: ReadonlyMap<string, Meaning> | null = null
let byType: ReadonlyMap<string, Meaning> | null = null

const systems = () => {
  bySystem ??= new Map([...aliasTable().identifiers.map((a) => [a.system, a.means] as const), ...own])
  return bySystem
}
const types = () => {
  byType ??= new Map(aliasTable().types.map((a) => [`${a.system}|${a.code}`, a.means]))
  return byType
}

/**
 * What an identifier names, by its system; by its type only when it has no system, or one nobody knows: a hospital's own
 * system with type MR is that hospital's patient number. Null when nothing says.
 */
export function meaningOf(identifier: Identifier): Meaning | null {
  const { system, type } = identifier
  if (typeof system === 'string') {
    const known = systems().get(system)
    if (known) return known
    for (const [start, means] of perFacility) if (system.startsWith(start)) return means
  }
  const codings = Array.isArray(type?.coding) ? type.coding : []
  for (const coding of codings) {
    const means = types().get(`${coding?.system}|${coding?.code}`)
    if (means && (system === undefined || means === 'localPatient')) return means
  }
  return null
}
