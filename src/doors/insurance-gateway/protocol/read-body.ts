import { fail, ok, type Result } from '#foundation/result'
import { base64Stream } from './base64-stream.ts'
import { openSink, type ReceivedFile, type Sink } from './file-sink.ts'
import { fieldLimit, fileFields, formReader } from './form-reader.ts'
import { readMultipart } from './multipart.ts'

export type BodyFault = 'too-large' | 'bad-body' | 'bad-base64'

/** A request's body, whatever shape it came in. Names are lower case. */
export interface ReadBody {
  readonly fields: ReadonlyMap<string, string>
  readonly file: ReceivedFile | null
  /** The body itself when it is a JSON object: the driver's form is one. */
  readonly json: Buffer | null
}

export interface BodyOptions {
  readonly dir: string
  readonly fileBytes: number
  readonly contentType: string
}

/**
 * Reads form-urlencoded, JSON (an object; an array of bytes; one base64 text), multipart, or the bare file. The first byte
 * decides before the content type does: vendors send XML as JSON, and JSON as a form.
 */
export async function readBody(
  body: AsyncIterable<Uint8Array>,
  options: BodyOptions,
): Promise<Result<ReadBody, BodyFault>> {
  const sink = openSink(options.dir, options.fileBytes)
  const read = await readInto(sink, body, options).catch(async (error: unknown) => {
    await sink.dispose()
    throw error
  })
  if (!read.ok || read.value.file === null) await sink.dispose()
  return read
}

async function readInto(
  sink: Sink,
  body: AsyncIterable<Uint8Array>,
  options: BodyOptions,
): Promise<Result<ReadBody, BodyFault>> {
  const source = body[Symbol.asyncIterator]()
  const first = await source.next()
  if (first.done) return ok({ fields: new Map(), file: null, json: null })
  const rest: AsyncIterable<Uint8Array> = {
    async *[Symbol.asyncIterator]() {
      yield first.value
      for (let next = await source.next(); !next.done; next = await source.next()) yield next.value
    },
  }
  const head = Buffer.from(first.value.subarray(0, 64)).toString('latin1')
  if (isBareFile(head)) return readBare(sink, rest)
  if (/^(\u00ef\u00bb\u00bf)?\s*[{["]/.test(head)) return readJson(sink, rest, options)
  if (/^multipart\//i.test(options.contentType)) return readParts(sink, rest, options)
  return readForm(sink, rest)
}

/** XML (also in UTF-16, by its mark), gzip or zip. */
const isBareFile = (head: string) =>
  /^(\u00ef\u00bb\u00bf)?\s*<|^\u00ff\u00fe<|^\u00fe\u00ff\u0000<|^\u001f\u008b|^PK\u0003\u0004/.test(head)

async function readBare(sink: Sink, body: AsyncIterable<Uint8Array>): Promise<Result<ReadBody, BodyFault>> {
  for await (const piece of body) if (!(await sink.write(Buffer.from(piece)))) return fail('too-large')
  return ok({ fields: new Map(), file: sink.done(), json: null })
}

async function readForm(sink: Sink, body: AsyncIterable<Uint8Array>): Promise<Result<ReadBody, BodyFault>> {
  const form = formReader()
  const keep = async (pieces: readonly Buffer[]) => {
    for (const piece of pieces) if (!(await sink.write(piece))) return false
    return true
  }
  for await (const piece of body) {
    if (!(await keep(form.push(piece)))) return fail('too-large')
    if (form.fault) return fail(form.fault)
  }
  if (!(await keep(form.end()))) return fail('too-large')
  if (form.fault) return fail(form.fault)
  return ok({ fields: form.fields, file: form.hasFile ? sink.done() : null, json: null })
}

/** Read whole: four letters for each byte of an array at worst, and never more than 64 MB. */
const bufferedLimit = (fileBytes: number) => Math.min(fileBytes * 4, 64 * 1024 * 1024) + fieldLimit

async function buffered(body: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer | null> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of body) {
    size += piece.length
    if (size > limit) return null
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

async function readJson(
  sink: Sink,
  body: AsyncIterable<Uint8Array>,
  { fileBytes }: BodyOptions,
): Promise<Result<ReadBody, BodyFault>> {
  const all = await buffered(body, bufferedLimit(fileBytes))
  if (all === null) return fail('too-large')
  const value = parsed(all)
  if (value === undefined) return fail('bad-body')
  const fields = new Map<string, string>()
  if (typeof value === 'string' || Array.isArray(value)) return withFile(sink, fields, value, null)
  if (typeof value !== 'object' || value === null) return fail('bad-body')
  let file: unknown
  for (const [key, member] of Object.entries(value)) {
    const name = key.trim().toLowerCase()
    if (fileFields.has(name)) file ??= member
    else if (typeof member === 'string' && member.length <= fieldLimit) fields.set(name, member)
    else if (typeof member === 'number') fields.set(name, String(member))
  }
  return withFile(sink, fields, file, all)
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}

/** A file inside JSON: base64, or its bytes as numbers (a .NET byte[] is written either way by some). */
async function withFile(
  sink: Sink,
  fields: ReadonlyMap<string, string>,
  file: unknown,
  json: Buffer | null,
): Promise<Result<ReadBody, BodyFault>> {
  if (file === undefined || file === null) return ok({ fields, file: null, json })
  const bytes = typeof file === 'string' ? decoded(file) : bytesOf(file)
  if (bytes === null) return fail('bad-base64')
  if (!(await sink.write(bytes))) return fail('too-large')
  return ok({ fields, file: sink.done(), json })
}

function decoded(text: string): Buffer | null {
  const stream = base64Stream()
  const body = stream.push(text)
  const end = stream.end()
  return body && end ? Buffer.concat([body, end]) : null
}

function bytesOf(value: unknown): Buffer | null {
  if (!Array.isArray(value)) return null
  // Java's bytes are signed.
  const isByte = (one: unknown) => Number.isInteger(one) && (one as number) >= -128 && (one as number) <= 255
  return value.every(isByte) ? Buffer.from(value as number[]) : null
}

async function readParts(
  sink: Sink,
  body: AsyncIterable<Uint8Array>,
  { fileBytes, contentType }: BodyOptions,
): Promise<Result<ReadBody, BodyFault>> {
  const all = await buffered(body, bufferedLimit(fileBytes))
  if (all === null) return fail('too-large')
  const parts = readMultipart(all, contentType)
  if (parts === null) return fail('bad-body')
  const fields = new Map<string, string>()
  let file: Buffer | undefined
  for (const part of parts) {
    if (fileFields.has(part.name)) file ??= part.body
    else if (part.body.length <= fieldLimit) fields.set(part.name, part.body.toString('utf8'))
  }
  if (!file) return ok({ fields, file: null, json: null })
  const bytes = isBareFile(file.subarray(0, 64).toString('latin1')) ? file : decoded(file.toString('latin1'))
  if (bytes === null) return fail('bad-base64')
  if (!(await sink.write(bytes))) return fail('too-large')
  return ok({ fields, file: sink.done(), json: null })
}
