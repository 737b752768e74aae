/** One message; values are unescaped text, NFC. HL7 v2.x chapter 2. */
export interface Hl7Message {
  /** `ADT`, `ORU` … (MSH-9.1) and its trigger `A01` (MSH-9.2). */
  readonly type: string
  readonly trigger: string
  /** MSH-10. */
  readonly controlId: string
  readonly segments: readonly Hl7Segment[]
}

/** One segment. Positions are HL7's own: PID-3 is field 3; MSH-1 is the separator itself. */
export interface Hl7Segment {
  readonly name: string
  /** 1-based position among all segments of the message: what a source reference names as its row. */
  readonly row: number
  /**
   * A component as text: `get(3)` first repetition and component, `get(3, 4)` component 4, `get(3, 4, 2)` of repetition 2.
   * '' when absent. Without a subcomponent the component is whole: a stray `&` in a text cuts nothing off.
   */
  get(field: number, component?: number, repetition?: number, subcomponent?: number): string
  /** One repetition as one text, its separators in it: for free text whose sender forgot to escape them. */
  whole(field: number, repetition?: number): string
  /** How many repetitions the field has; 0 when empty. */
  count(field: number): number
}
