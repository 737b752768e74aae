import { type Digits, parseExact } from '#foundation/json'
import { isRecordName } from '#vocabulary/medical-record'
import { parseXml, type XmlNode } from '../bhyt-xml/xml-tree.ts'
import type { RecordProblems } from './problem-sentences.ts'

/** A part of a record whichever way it was written: texts, and parts below it. */
export interface RecordNode {
  readonly values: Map<string, string>
  readonly nodes: Map<string, RecordNode[]>
}

/** Objects within objects; the annex needs five. */
const deepest = 16
const mostNodes = 100_000

class TooMuch extends Error {}

/** The record inside a text; null when it cannot be read, which has been said. */
export function readTree(text: string, problems: RecordProblems): RecordNode | null {
  try {
    return text.trimStart().startsWith('<') ? xmlTree(text, problems) : jsonTree(text, problems)
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error
    problems.add('HSBA_TOO_DEEP')
    return null
  }
}

function xmlTree(text: string, problems: RecordProblems): RecordNode | null {
  const parsed = parseXml(text)
  if (parsed.ok) return fromXml(parsed.root, 0, { left: mostNodes })
  if (parsed.code === 'BHYT_DOCTYPE') problems.add('HSBA_DOCTYPE')
  else if (parsed.code === 'BHYT_TOO_DEEP' || parsed.code === 'BHYT_TOO_MANY_ELEMENTS')
    problems.add('HSBA_TOO_DEEP')
  else problems.add('HSBA_BROKEN', {}, 'thẻ XML không đúng hoặc thiếu thẻ đóng. Xuất lại rồi gửi lại.')
  return null
}

const emptyNode = (): RecordNode => ({ values: new Map(), nodes: new Map() })

interface Budget {
  left: number
}

function spend(budget: Budget, depth: number): void {
  if (depth > deepest || --budget.left < 0) throw new TooMuch()
}

/** An element with elements is a part, one without is a text; the same name again makes a list of either. */
function fromXml(node: XmlNode, depth: number, budget: Budget): RecordNode {
  spend(budget, depth)
  const made = emptyNode()
  for (const [name, value] of Object.entries(node.attributes ?? {}))
    if (!/^xmlns|:/.test(name)) addText(made, name, value)
  for (const child of node.children ?? []) {
    const name = child.name.replace(/^.*:/, '')
    if (child.children) addNode(made, name, fromXml(child, depth + 1, budget))
    else addText(made, name, child.text)
  }
  return made
}

function jsonTree(text: string, problems: RecordProblems): RecordNode | null {
  const parsed = parseExact(text)
  if (!parsed.ok) {
    problems.add('HSBA_BROKEN', {}, parsed.problem.message)
    return null
  }
  const { value, digits } = parsed.value
  if (!isObject(value)) {
    problems.add('HSBA_BROKEN', {}, 'cần một đối tượng HoSoBenhAn.')
    return null
  }
  const inner = Object.entries(value).filter(([name]) => isRecordName(name))
  const [whole] = inner.map(([, each]) => each)
  if (whole === undefined) return fromJson(value, digits, 0, { left: mostNodes })
  const one = Array.isArray(whole) && whole.length === 1 ? whole[0] : whole
  if (Array.isArray(one) || inner.length > 1) problems.add('HSBA_MANY_RECORDS')
  else if (isObject(one)) return fromJson(one, digits, 0, { left: mostNodes })
  else problems.add('HSBA_NO_GROUPS')
  return null
}

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function fromJson(value: Json, digits: Digits, depth: number, budget: Budget): RecordNode {
  spend(budget, depth)
  const made = emptyNode()
  for (const name of Object.keys(value)) addJson(made, name, value[name], value, name, digits, depth, budget)
  return made
}

function addJson(
  made: RecordNode,
  name: string,
  value: unknown,
  holder: object,
  key: string | number,
  digits: Digits,
  depth: number,
  budget: Budget,
): void {
  if (value === null) return
  if (Array.isArray(value)) {
    spend(budget, depth)
    for (const [index, each] of value.entries())
      addJson(made, name, each, value, index, digits, depth + 1, budget)
  } else if (isObject(value)) addNode(made, name, fromJson(value, digits, depth + 1, budget))
  else addText(made, name, typeof value === 'number' ? digits.textOf(holder, key, value) : String(value))
}

function addNode(made: RecordNode, name: string, node: RecordNode): void {
  const others = made.nodes.get(name)
  if (others) others.push(node)
  else made.nodes.set(name, [node])
}

/** A text said twice under one name becomes a list of parts with that text each. */
function addText(made: RecordNode, name: string, text: string): void {
  if (text.trim() === '') return
  const before = made.values.get(name)
  const list = made.nodes.get(name)
  if (before === undefined && !list) made.values.set(name, text)
  else {
    if (before !== undefined) {
      addNode(made, name, textNode(name, before))
      made.values.delete(name)
    }
    addNode(made, name, textNode(name, text))
  }
}

const textNode = (name: string, text: string): RecordNode => ({
  ...emptyNode(),
  values: new Map([[name, text]]),
})
