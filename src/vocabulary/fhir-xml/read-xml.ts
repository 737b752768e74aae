import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes'
import { Digits, type ExactJson, exactJson } from '#foundation/json'
import { fail, ok, type Result } from '#foundation/result'
import { propertiesOf } from '#vocabulary/definitions'
import {
  dropEmptyLists,
  type Frame,
  isMany,
  isTaken,
  type Members,
  pathOf,
  putPrimitive,
  putValue,
} from './frame.ts'
import { isAttribute, isResourceType, kindOf } from './kinds.ts'
import { primitiveValue } from './primitive-value.ts'
import { type XmlIssue, type XmlProblem, xmlIssues, xmlNamespaces, xmlProblems } from './xml.problems.ts'

export interface XmlLimits {
  /** Brackets of the JSON to come, 100 unless told: what is read here must be readable there. */
  readonly maxDepth?: number
  /** Characters, 64 million unless told. */
  readonly maxLength?: number
}

const mostIssues = 20
const xsi = 'http://www.w3.org/2001/XMLSchema-instance'
const xmlns = 'http://www.w3.org/2000/xmlns/'

class Refused extends Error {
  readonly problem: XmlProblem
  constructor(problem: XmlProblem) {
    super(problem.code)
    this.problem = problem
  }
}

/** A resource from its XML; several things wrong are told together. Never throws. */
export function readXml(text: string, limits: XmlLimits = {}): Result<ExactJson, XmlProblem> {
  if (text.length > (limits.maxLength ?? 64_000_000)) return fail(xmlProblems.tooLong())
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  if (body.trim() === '') return fail(xmlProblems.empty())
  const reader = new XmlReader(body, limits.maxDepth ?? 100)
  try {
    return reader.read()
  } catch (error) {
    if (error instanceof Refused) return fail(error.problem)
    throw error
  }
}

class XmlReader {
  readonly #text: string
  readonly #maxDepth: number
  readonly #parser = new SaxesParser({ xmlns: true, position: true })
  readonly #digits = new Digits()
  readonly #issues: XmlIssue[] = []
  #root: Members | null = null
  #open: Frame | null = null
  /** Elements that are open inside something unknown, which is passed over. */
  #skipping = 0
  /** The narrative that is open: where it starts, and elements open in it. */
  #div: { frame: Frame; start: number; depth: number; isBare: boolean } | null = null

  constructor(text: string, maxDepth: number) {
    this.#text = text
    this.#maxDepth = maxDepth
    const parser = this.#parser
    parser.on('error', () => {
      throw new Refused(xmlProblems.malformed(parser.line, parser.column))
    })
    parser.on('doctype', () => {
      throw new Refused(xmlProblems.doctype())
    })
    parser.on('opentag', (tag) => this.#opened(tag))
    parser.on('closetag', () => this.#closed())
    const onText = (piece: string) => this.#said(piece)
    parser.on('text', onText)
    parser.on('cdata', onText)
  }

  read(): Result<ExactJson, XmlProblem> {
    this.#parser.write(this.#text).close()
    if (this.#issues.length > 0) return fail(xmlProblems.notFhir(this.#issues))
    return ok(exactJson(this.#root, this.#digits))
  }

  #wrong(path: string, message: string): void {
    this.#issues.push({ path, message })
    if (this.#issues.length >= mostIssues) throw new Refused(xmlProblems.notFhir(this.#issues))
  }

  #opened(tag: SaxesTagNS): void {
    if (this.#skipping > 0) {
      this.#skipping += 1
      // Passed over, and yet not without end: the parser looks names up through all that is open.
      if (this.#skipping > this.#maxDepth) throw new Refused(xmlProblems.tooDeep(tag.name))
      return
    }
    if (this.#div) {
      this.#openedInDiv(tag)
      return
    }
    const frame = this.#frameOf(tag)
    if (!frame) {
      this.#skipping = 1
      return
    }
    if (frame.depth > this.#maxDepth) throw new Refused(xmlProblems.tooDeep(pathOf(frame)))
    if (frame.kind === 'xhtml') {
      const start = this.#text.lastIndexOf('<', this.#parser.position - 1)
      if (tag.prefix !== '') this.#wrong(pathOf(frame), xmlIssues.prefix())
      this.#div = { frame, start, depth: 0, isBare: tag.attributes.xmlns === undefined }
      return
    }
    this.#open = frame
    for (const name in tag.attributes) this.#attribute(frame, tag.attributes[name]!)
  }

  /** The frame for a tag; null when there is no place for it, which has been said. */
  #frameOf(tag: SaxesTagNS): Frame | null {
    const parent = this.#open
    const name = tag.local
    if (!parent || parent.kind === 'slot') return this.#resourceFrame(tag, parent)
    const property =
      parent.kind === 'primitive' && name !== 'extension' ? undefined : propertiesOf(parent.type).get(name)
    if (!property || isAttribute(parent.type, parent.isResource, name)) {
      this.#wrong(pathOf(parent), xmlIssues.element(tag.name))
      return null
    }
    const kind = kindOf(property.type)
    if (tag.uri !== (kind === 'xhtml' ? xmlNamespaces.xhtml : xmlNamespaces.fhir)) {
      this.#wrong(pathOf(parent), xmlIssues.namespace(tag.name))
      return null
    }
    const depth = parent.depth + (isMany(property) ? 2 : 1)
    const frame = {
      kind,
      type: property.type,
      isResource: false,
      name,
      parent,
      property,
      depth,
      members: {},
      value: null,
    }
    if (isMany(property) || !isTaken(parent, name)) return frame
    this.#wrong(pathOf(frame), xmlIssues.once())
    return null
  }

  #resourceFrame(tag: SaxesTagNS, parent: Frame | null): Frame | null {
    const path = parent ? pathOf(parent) : tag.local
    if (tag.uri !== xmlNamespaces.fhir) this.#wrong(path, xmlIssues.namespace(tag.name))
    else if (!isResourceType(tag.local)) this.#wrong(path, xmlIssues.resource(tag.local))
    else if (parent && Object.hasOwn(parent.members, '')) this.#wrong(path, xmlIssues.slot())
    else {
      const type = tag.local
      const members = { resourceType: type }
      const depth = parent ? parent.depth : 1
      return {
        kind: 'complex',
        type,
        isResource: true,
        name: type,
        parent,
        property: null,
        depth,
        members,
        value: null,
      }
    }
    return null
  }

  #attribute(frame: Frame, { uri, local, name, value }: SaxesAttributeNS): void {
    if (uri === xmlns || uri === xsi || name === 'xmlns') return
    const isValue = frame.kind === 'primitive' && local === 'value'
    const isKnown = isValue || (frame.kind !== 'slot' && isAttribute(frame.type, frame.isResource, local))
    if (uri !== '' || !isKnown) this.#wrong(pathOf(frame), xmlIssues.attribute(name))
    else if (value === '') this.#wrong(pathOf(frame), xmlIssues.emptyAttribute(name))
    else if (!isValue) frame.members[local] = value
    else {
      frame.value = primitiveValue(frame.type, value) ?? null
      // A value that is wrong was a value all the same: that it is missing must not be said as well.
      if (!frame.value) {
        this.#wrong(pathOf(frame), xmlIssues.value(frame.type))
        frame.value = { value, raw: null }
      }
    }
  }

  #closed(): void {
    if (this.#skipping > 0) {
      this.#skipping -= 1
      return
    }
    if (this.#div) {
      this.#closedInDiv()
      return
    }
    const frame = this.#open!
    this.#open = frame.parent
    if (frame.kind === 'primitive') {
      if (frame.value === null && frame.members.extension === undefined)
        this.#wrong(pathOf(frame), xmlIssues.empty())
      putPrimitive(frame, this.#digits)
    } else if (frame.kind === 'slot') {
      if (!Object.hasOwn(frame.members, '')) this.#wrong(pathOf(frame), xmlIssues.slot())
      putValue(frame, frame.members[''])
    } else {
      dropEmptyLists(frame.members)
      if (!frame.parent) this.#root = frame.members
      else if (frame.isResource) frame.parent.members[''] = frame.members
      else putValue(frame, frame.members)
    }
  }

  #said(piece: string): void {
    if (this.#skipping > 0 || this.#div || !this.#open || piece.trim() === '') return
    this.#wrong(pathOf(this.#open), xmlIssues.text())
  }

  #openedInDiv(tag: SaxesTagNS): void {
    const div = this.#div!
    div.depth += 1
    if (div.depth > this.#maxDepth) throw new Refused(xmlProblems.tooDeep(pathOf(div.frame)))
    if (tag.prefix !== '') this.#wrong(pathOf(div.frame), xmlIssues.prefix())
  }

  #closedInDiv(): void {
    const { frame, start, depth, isBare } = this.#div!
    if (depth > 0) {
      this.#div!.depth -= 1
      return
    }
    const sent = this.#text.slice(start, this.#parser.position)
    // The JSON stands alone: a namespace that was declared further up must come along.
    const whole = isBare ? `<div xmlns="${xmlNamespaces.xhtml}"${sent.slice('<div'.length)}` : sent
    putValue(frame, whole.replace(/\r\n?/g, '\n'))
    this.#div = null
  }
}
