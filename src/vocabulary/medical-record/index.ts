/** The electronic medical record as facilities exchange it (HoSoBenhAn): its 11 groups, their fields, how it writes time. */

export type { RecordField, RecordGroup } from './fields.ts'
/** Groups and fields by name, however a vendor spells it; each field with its label, kind and where its name was seen. */
export { fieldNamed, groupNamed, isRecordName, nestedNamed, recordGroups } from './fields.ts'
/** A moment as such files write it, as FHIR. */
export { recordTime } from './times.ts'
