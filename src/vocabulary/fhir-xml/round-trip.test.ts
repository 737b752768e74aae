import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { SaxesParser } from 'saxes'
import { type Digits, parseExact } from '#foundation/json'
import { projectRoot } from '#foundation/project'
import { propertiesOf, typeDef } from '#vocabulary/definitions'
import { readXml, writeXml } from '#vocabulary/fhir-xml'

const folder = join(projectRoot(), '../shared/reference/fhir')
const examples = join(folder, 'r4-spec-examples.ndjson.gz')
const bundle = join(folder, 'synthea/0696ac49-3128-87d3-7344-04510aa4f324.json.gz')
const skip = (file: string) =>
  existsSync(file) ? false : `the sample ${file.slice(folder.length + 1)} is not here`
const unpack = (file: string) => gunzipSync(readFileSync(file)).toString()

/** A text in which two resources differ only if their JSON does: members sorted, digits as sent. */
function plain(value: unknown, digits: Digits): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.keys(value)
    .filter((key) => !isEmpty((value as Record<string, unknown>)[key]))
    .map((key) => {
      const member = (value as Record<string, unknown>)[key]
      return `${key}:${typeof member === 'number' ? digits.textOf(value, Array.isArray(value) ? Number(key) : key, member) : plain(member, digits)}`
    })
  return `{${Array.isArray(value) ? members : members.sort()}}`
}
/** Nothing in XML either. */
const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0

/** Children of every element stand in the order of the specification. */
function assertOrder(xml: string): void {
  const parser = new SaxesParser({ xmlns: true })
  const open: { type: string; last: number }[] = []
  let inDiv = 0
  parser.on('opentag', (tag) => {
    if (inDiv > 0 || tag.local === 'div') {
      inDiv += 1
      return
    }
    const parent = open.at(-1)
    if (!parent || parent.type === 'Resource') open.push({ type: tag.local, last: -1 })
    else {
      const names = [...propertiesOf(parent.type).keys()]
      const rank = names.indexOf(tag.local)
      assert.ok(rank >= 0 && rank >= parent.last, `${parent.type}.${tag.local}`)
      parent.last = rank
      open.push({ type: propertiesOf(parent.type).get(tag.local)!.type, last: -1 })
    }
    assert.ok(typeDef(open.at(-1)!.type), tag.local)
  })
  parser.on('closetag', () => {
    if (inDiv > 0) inDiv -= 1
    else open.pop()
  })
  parser.on('error', (error) => {
    throw error
  })
  parser.write(xml).close()
}

function roundTrip(json: string): void {
  for (const pretty of [false, true]) roundTripAs(json, pretty)
}

function roundTripAs(json: string, pretty: boolean): void {
  const given = parseExact(json)
  assert.ok(given.ok)
  const xml = writeXml(given.value, { pretty })
  assertOrder(xml)
  const back = readXml(xml)
  assert.ok(back.ok, back.ok ? '' : JSON.stringify(back.problem))
  const [one, other] = [
    plain(back.value.value, back.value.digits),
    plain(given.value.value, given.value.digits),
  ]
  const at = [...one].findIndex((c, i) => c !== other[i])
  if (one !== other)
    assert.fail(
      `${one.slice(Math.max(0, at - 80), at + 80)}\n instead of\n${other.slice(Math.max(0, at - 80), at + 80)}`,
    )
}

test('every example of the specification comes back equal, digits included', { skip: skip(examples) }, () => {
  const lines = unpack(examples).split('\n').filter(Boolean)
  assert.ok(lines.length > 100)
  for (const line of lines) {
    const resource = JSON.parse(line) as { id?: string; text?: unknown }
    // Its narrative lacks a closing tag: no XML can carry that as it stands (see "is written as text").
    if (resource.id === 'low-suicide-risk-order-set') delete resource.text
    roundTrip(resource.text === undefined ? JSON.stringify(resource) : line)
  }
})

test('a whole life of a patient comes back equal', { skip: skip(bundle) }, () => {
  roundTrip(unpack(bundle).replace(/"value":(\d+\.\d+)/g, '"value":$10'))
})
