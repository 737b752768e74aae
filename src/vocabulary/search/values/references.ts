import { isText } from './codings.ts'
import type { Json } from './walk.ts'

/** A reference as it is compared: `Type/id` of this server, an absolute URL, or a canonical. */
export interface Pointer {
  /** Without version; of a reference to a version, the resource. */
  readonly target: string
  /** Of canonicals: what stands after `|`. */
  readonly version: string | undefined
}

/** `Patient/1` of `Patient/1/_history/2` and of `https://own.base/Patient/1`. */
export function plainReference(text: string, base: string | undefined): string {
  const history = text.indexOf('/_history/')
  const plain = history < 0 ? text : text.slice(0, history)
  return base && plain.startsWith(base) && plain[base.length] === '/' ? plain.slice(base.length + 1) : plain
}

/** Reader of one data type as a pointer; null when it points nowhere that could be asked for. */
export function pointerReader(type: string): (value: unknown, base: string | undefined) => Pointer | null {
  switch (type) {
    case 'Reference':
      return (value, base) => {
        const text = (value as Json).reference
        // A contained resource is part of this one and has no address.
        if (!isText(text) || text.charCodeAt(0) === 35 /* # */) return null
        return { target: plainReference(text, base), version: undefined }
      }
    case 'Resource':
      return (value) => {
        const { resourceType, id } = value as Json
        return isText(resourceType) && isText(id)
          ? { target: `${resourceType}/${id}`, version: undefined }
          : null
      }
    default:
      return (value) => (isText(value) ? canonicalOf(value) : null)
  }
}

export function canonicalOf(text: string): Pointer {
  const at = text.indexOf('|')
  return at < 0
    ? { target: text, version: undefined }
    : { target: text.slice(0, at), version: text.slice(at + 1) }
}

/** `Reference.identifier`, for `:identifier`. */
export function identifierOf(value: unknown): { system: string; value: string } | null {
  const { identifier } = value as Json
  if (typeof identifier !== 'object' || identifier === null) return null
  const { system, value: text } = identifier as Json
  return isText(text) ? { system: isText(system) ? system : '', value: text } : null
}
