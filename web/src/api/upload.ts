import { ApiError, errorFrom, parse, withParams } from './client'
import { markReachable, markUnreachable } from './reachability'
import type { ReceiptAnswer } from './types'

const types: Readonly<Record<string, string>> = {
  xml: 'application/xml',
  json: 'application/json',
  hl7: 'x-application/hl7-v2+er7',
  txt: 'text/plain',
  csv: 'text/csv',
  zip: 'application/zip',
  gz: 'application/gzip',
}

export const acceptedEndings = Object.keys(types).map((ending) => `.${ending}`)

/** The content type told by the file's ending; null when Mạch does not read such files. */
export const contentTypeOf = (fileName: string): string | null =>
  types[fileName.split('.').at(-1)?.toLowerCase() ?? ''] ?? null

/** Sends one file of any format, said to be the facility's when one is given. XMLHttpRequest, because fetch tells nothing of an upload's progress. */
export function uploadFile(
  file: File,
  facility: string | undefined,
  onProgress: (share: number) => void,
): Promise<ReceiptAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', withParams('/intake/files', { fileName: file.name, facility }))
    request.setRequestHeader('content-type', contentTypeOf(file.name) ?? 'application/octet-stream')
    request.setRequestHeader('accept', 'application/json')
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total)
    request.onerror = () => {
      markUnreachable()
      reject(new ApiError('NETWORK', '', 0))
    }
    request.onload = () => {
      markReachable()
      const body = parse(request.responseText)
      // 422: kept, but every record was set aside. The sender still gets a receipt to look into.
      const kept = (body as ReceiptAnswer | undefined)?.receiptId !== undefined
      if (kept && (request.status < 300 || request.status === 422)) resolve(body as ReceiptAnswer)
      else reject(errorFrom(body, request.status))
    }
    request.send(file)
  })
}
