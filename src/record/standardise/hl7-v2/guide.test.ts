import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import type { DiagnosticReport, Encounter, Observation } from 'fhir/r4'
import { projectRoot } from '#foundation/project'
import { foreignValidator, testIds } from '../testing.ts'
import { standardiseHl7 } from './index.ts'
import { messageOf } from './testing.ts'

const guide = readFileSync(join(projectRoot(), 'docs', 'huong-dan', 'hl7-v2.md'), 'utf8')
const examples = [...guide.matchAll(/```hl7\n(.*?)```/gs)].map(([, text]) => text!)

let validate: (resource: object) => string[]
before(() => {
  validate = foreignValidator()
})

const draftOf = (text: string) => {
  const message = messageOf(text)
  const draft = standardiseHl7(message)
  assert.ok(draft.ok)
  const entries = draft.value.entries(testIds(message.visitLinkId))
  return { message, draft: draft.value, entries, resources: entries.map((each) => each.resource) }
}

test('every example of the guide is said in FHIR that a foreign validator accepts', () => {
  assert.equal(examples.length, 11)
  for (const text of examples) {
    const { draft, resources } = draftOf(text)
    for (const resource of [{ ...draft.patient, id: 'patient' }, ...resources])
      assert.deepEqual(validate(resource), [], `${text.slice(0, 60)} ${resource.resourceType}`)
  }
})

test('every reference of an example leads into its draft, at the patient, or at a number', () => {
  for (const text of examples) {
    const { resources } = draftOf(text)
    const known = new Set(['Patient/patient', ...resources.map((each) => `${each.resourceType}/${each.id}`)])
    assert.equal(known.size, resources.length + 1, 'an id is used twice')
    for (const [, target] of JSON.stringify(resources).matchAll(/"reference":"([^"]+)"/g))
      assert.ok(known.has(target!), target)
  }
})

test('the laboratory result of the guide points at the visit of its admission', () => {
  const admitted = draftOf(examples[0]!).resources.find(
    (each) => each.resourceType === 'Encounter',
  ) as Encounter
  const { draft, entries } = draftOf(examples.find((each) => each.includes('ORU^R01'))!)
  const report = entries.find((each) => each.resource.resourceType === 'DiagnosticReport')!
  assert.equal((report.resource as DiagnosticReport).encounter?.reference, `Encounter/${admitted.id}`)
  const stub = entries.find((each) => each.scope === 'elsewhere-stub')!
  assert.equal(stub.belongsTo, 'adt:V0001')
  assert.equal(stub.resource.id, admitted.id)
  assert.deepEqual(draft.refersTo, ['adt:V0001'])
})

test('values of the guide’s result keep the sender’s digits, units and signs', () => {
  const { resources } = draftOf(examples.find((each) => each.includes('ORU^R01'))!)
  const observations = resources.filter((each) => each.resourceType === 'Observation') as Observation[]
  assert.equal(observations.length, 4)
  const [haemoglobin, neutrophils, protein, antigen] = observations
  assert.equal(haemoglobin!.valueQuantity?.code, 'g/L')
  assert.deepEqual(
    haemoglobin!.code.coding?.map((each) => each.code),
    ['718-7', 'HGB'],
  )
  assert.deepEqual(haemoglobin!.referenceRange?.[0]?.low?.value, 120)
  assert.equal(neutrophils!.valueQuantity?.value, 86.2)
  assert.equal(neutrophils!.valueQuantity?.extension?.[0]?.valueString, '86,2')
  assert.equal(neutrophils!.note?.[0]?.text, 'Đã kiểm tra lại')
  assert.equal(protein!.valueQuantity?.comparator, '>')
  assert.equal(antigen!.valueCodeableConcept?.text, 'Âm tính')
  const report = resources.find((each) => each.resourceType === 'DiagnosticReport') as DiagnosticReport
  assert.equal(report.presentedForm?.[0]?.contentType, 'application/pdf')
})
