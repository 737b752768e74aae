import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Constraint, typeDef, typeNames } from '#vocabulary/definitions'
import { compileFhirPath, compileInvariant } from '#vocabulary/fhirpath'
import { knownInvariants, structuralInvariants } from './known-invariants.ts'
import { damaged, dice, samplesMissing, specExamples, syntheaBundles } from './testing.ts'
import { type Slot, tableOf } from './type-table.ts'
import { isObject, type JsonObject } from './walk.ts'

/** Every node of a resource with its type and what is demanded of it there, as the walk meets them. */
function* nodesOf(
  type: string,
  node: JsonObject,
  ofPlace: readonly Constraint[] = [],
): Generator<[type: string, node: JsonObject, constraints: readonly Constraint[]]> {
  yield [type, node, [...tableOf(type).constraints, ...ofPlace]]
  const { slots } = tableOf(type)
  for (const [name, value] of Object.entries(node)) {
    const slot = slots.get(name)
    if (!slot || slot.kind === 'primitive') continue
    for (const each of Array.isArray(value) ? value : [value])
      if (isObject(each)) yield* nodesOf(typeOf(slot, each), each, slot.constraints)
  }
}

const typeOf = (slot: Slot, value: JsonObject): string =>
  slot.kind === 'resource' ? String(value.resourceType) : slot.type

function* allConstraints(): Generator<Constraint> {
  for (const kind of ['resource', 'complex', 'backbone', 'primitive'] as const)
    for (const name of typeNames(kind)) {
      const def = typeDef(name)!
      yield* def.constraints
      for (const element of def.elements.values()) yield* element.constraints
    }
}

test('every invariant of R4 is run: by hand, by the walk, or by its FHIRPath', () => {
  const keys = new Set<string>()
  for (const { key, expression } of allConstraints()) {
    keys.add(key)
    const isRun = expression === '' || compileFhirPath(expression).ok
    assert.ok(isRun || structuralInvariants.has(key), `${key}: ${expression}`)
  }
  for (const key of [...Object.keys(knownInvariants), ...structuralInvariants])
    assert.ok(keys.has(key), `${key} is none of R4's`)
})

/** con-3 means something else than its expression says; the comment there tells why. */
const mended = new Set(['con-3'])

test('an invariant written by hand judges as its FHIRPath does', { skip: samplesMissing }, () => {
  const roll = dice(7)
  const judged = new Map<string, number>()
  const judge = (resource: JsonObject): void => {
    for (const [type, node, constraints] of nodesOf(String(resource.resourceType), resource)) {
      for (const constraint of constraints) {
        const { key, expression } = constraint
        const byHand = knownInvariants[key]?.(node)
        if (byHand === undefined || mended.has(key)) continue
        const path = compileInvariant(expression, { type })
        assert.ok(path.ok)
        const byPath = path.value(node, { resource, rootResource: resource })
        if (byPath !== undefined) assert.equal(byHand, byPath, `${key} ${JSON.stringify(node)}`)
        judged.set(key, (judged.get(key) ?? 0) + 1)
      }
    }
  }
  const resources = specExamples()
  for (const { resource } of syntheaBundles().next().value!.entry.slice(0, 100)) resources.push(resource)
  const [, second] = syntheaBundles()
  for (const { resource } of second!.entry.slice(0, 300)) resources.push(resource)
  for (const resource of resources) {
    judge(resource)
    for (let round = 0; round < 3; round++) judge(stripped(resource, roll))
  }
  for (const sample of oddNodes) judge(sample)
  const never = Object.keys(knownInvariants).filter((key) => !judged.has(key) && !mended.has(key))
  assert.deepEqual(never, [])
})

/** A copy that lacks something: what invariants are about, with every value still of its type. */
function stripped(resource: JsonObject, roll: (sides: number) => number): JsonObject {
  const copy = structuredClone(resource)
  for (const [, node] of nodesOf(String(copy.resourceType), copy)) {
    if (roll(4) > 0) continue
    const names = Object.keys(node).filter((name) => name !== 'resourceType')
    if (names.length > 1) delete node[names[roll(names.length)]!]
  }
  return copy
}

const period = (start: string, end: string): JsonObject => ({
  resourceType: 'Encounter',
  period: { start, end },
})
const coded = (system: string, code: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }],
})

const oddNodes: readonly JsonObject[] = [
  period('2020', '2019-05'),
  period('2020-05', '2020-05-10'),
  period('2020-05-11', '2020-05-10'),
  period('2020-01-01T10:00:00+07:00', '2020-01-01T04:00:00Z'),
  period('2020-01-01T10:00:00+07:00', '2020-01-01T02:00:00Z'),
  period('2020-01-01T10:00:00.5Z', '2020-01-01T10:00:00Z'),
  period('2020-01-01T10:00:00Z', '2020-01-01T10:00:00.000Z'),
  {
    resourceType: 'Condition',
    verificationStatus: coded('condition-ver-status', 'entered-in-error'),
    clinicalStatus: {},
  },
  { resourceType: 'Condition', abatementString: 'x', clinicalStatus: coded('condition-clinical', 'active') },
  {
    resourceType: 'Condition',
    _abatementString: { id: 'x' },
    clinicalStatus: coded('condition-clinical', 'resolved'),
  },
  { resourceType: 'Condition', stage: [{ type: { text: 'x' } }], evidence: [{ id: 'x' }] },
  {
    resourceType: 'AllergyIntolerance',
    verificationStatus: coded('allergyintolerance-verification', 'entered-in-error'),
  },
  {
    resourceType: 'Observation',
    dataAbsentReason: { text: 'x' },
    valueString: 'x',
    referenceRange: [{ age: {} }],
  },
  { resourceType: 'Observation', _valueString: { extension: [] }, dataAbsentReason: { text: 'x' } },
  {
    resourceType: 'Organization',
    active: true,
    address: [{ use: 'home' }],
    telecom: [{ use: 'work' }, { use: 'home' }],
  },
  { resourceType: 'Bundle', entry: [{ fullUrl: 'urn:oid:1.2' }, { request: {} }] },
  { resourceType: 'CareTeam', participant: [{ member: { reference: 'Patient/1' } }] },
  { resourceType: 'Immunization', education: [{ publicationDate: '2020' }] },
  { resourceType: 'MedicationAdministration', dosage: { rateRatio: { id: 'x' } } },
  { resourceType: 'CarePlan', activity: [{ detail: {}, reference: {} }] },
  ...[
    { offset: 5 },
    { when: ['C'], timeOfDay: ['10:00:00'] },
    { countMax: 1 },
    { periodMax: 1, durationMax: 1 },
  ].map((repeat) => ({ resourceType: 'ServiceRequest', occurrenceTiming: { repeat } })),
  ...[{ duration: -1 }, { duration: 1, durationUnit: 'h' }, { period: -1 }, { _period: { id: 'x' } }].map(
    (repeat) => ({
      resourceType: 'ServiceRequest',
      occurrenceTiming: { repeat },
    }),
  ),
  { resourceType: 'ServiceRequest', quantityRatio: { numerator: { value: 1 } } },
  {
    resourceType: 'Patient',
    photo: [{ data: 'AAAA' }],
    telecom: [{ value: '1' }],
    contact: [{ relationship: [] }],
  },
]

test('damaged nodes throw in no hand-written invariant', { skip: samplesMissing }, () => {
  const roll = dice(11)
  for (const resource of specExamples())
    for (let round = 0; round < 20; round++) {
      const copy = damaged(resource, roll)
      for (const known of Object.values(knownInvariants)) known(copy)
    }
})
