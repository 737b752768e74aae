/** What the client asks of the answer (FHIR R4, http 3.1.0.1.6 and 3.1.1.2.2; RFC 7240). */
export interface Prefer {
  readonly return: 'minimal' | 'representation' | 'OperationOutcome' | null
  readonly isStrict: boolean
  readonly respondAsync: boolean
}

export const noPreference: Prefer = { return: null, isStrict: false, respondAsync: false }

/** A preference we do not know is no mistake: RFC 7240 lets a server pass over it. */
export function readPrefer(header: string | undefined): Prefer {
  if (!header) return noPreference
  const words = new Set(header.split(/[,;]/, 20).map((word) => word.trim().replaceAll('"', '').toLowerCase()))
  return {
    return: words.has('return=minimal')
      ? 'minimal'
      : words.has('return=representation')
        ? 'representation'
        : words.has('return=operationoutcome')
          ? 'OperationOutcome'
          : null,
    isStrict: words.has('handling=strict'),
    respondAsync: words.has('respond-async'),
  }
}
