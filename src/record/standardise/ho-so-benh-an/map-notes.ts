import type { Composition, CompositionSection, Reference, ServiceRequest } from 'fhir/r4'
import { codeSystems, identifierSystems, narrativeOf } from '#vocabulary/fhir'
import { type Fields, titleOf } from './fields.ts'
import type { RecordDraft } from './record-draft.ts'

interface NoteKind {
  readonly type: string
  readonly title: string
  /** LOINC document code, where there is one that means the same. */
  readonly loinc?: string
  readonly at?: string
  readonly author?: Reference
  readonly number?: string
  /** Its time and author are said nowhere else: they stay also when every word became something of its own. */
  readonly evenWithoutWords?: boolean
}

/**
 * What a part of the record says in words: one section for each field that became nothing else, under the label of the annex.
 * R4 wants a date of every Composition; a part that has none says that it is unknown.
 */
export function addNote(
  draft: RecordDraft,
  rows: readonly Fields[],
  kind: NoteKind,
  key: string,
  except: readonly string[] = [],
): Reference | undefined {
  const lines = rows.flatMap((fields) => fields.rest(except))
  const [first] = rows
  if (!first || (lines.length === 0 && !kind.evenWithoutWords)) return undefined
  const composition: Omit<Composition, 'id'> = {
    resourceType: 'Composition',
    ...(kind.number
      ? { identifier: { system: identifierSystems.document(draft.message.facilityCode), value: kind.number } }
      : {}),
    status: 'final',
    type: {
      coding: [
        { system: codeSystems.documentType, code: kind.type, display: kind.title },
        ...(kind.loinc ? [{ system: codeSystems.loinc, code: kind.loinc }] : []),
      ],
      text: kind.title,
    },
    subject: draft.patient,
    encounter: draft.encounter,
    ...dateOf(kind.at),
    author: [kind.author ?? draft.ownFacility(first.source)],
    title: kind.title,
    custodian: draft.ownFacility(first.source),
    ...(lines.length > 0 ? { section: lines.map(sectionOf) } : {}),
  }
  return draft.add<Composition>(composition, key, first.source)
}

const sectionOf = ({ name, label, text }: ReturnType<Fields['rest']>[number]): CompositionSection => ({
  title: label,
  code: { coding: [{ system: codeSystems.documentSection, code: name.replaceAll(/[^\w.-]/g, '_') }] },
  text: narrativeOf(text),
})

const dateOf = (at: string | undefined): Pick<Composition, 'date'> =>
  at
    ? { date: at }
    : ({
        _date: {
          extension: [
            { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' },
          ],
        },
      } as unknown as Pick<Composition, 'date'>)

/** Giấy chuyển: who is asked to go where, and the paper's own words. */
export function mapReferral(draft: RecordDraft, fields: Fields): void {
  fields.take('sovaovien')
  const { source } = fields
  const number = fields.take('sogiaychuyen')
  const at = fields.takeTime('ngaychuyen')
  const requester = draft.who(fields, 'mabacsi', 'bacsi')
  const code = fields.takeRead('macskcb_den', (text) => (/^\w{5}$/.test(text) ? text : null))
  const name = fields.take('noichuyenden')
  const destination = code ? draft.otherFacility(code, source) : undefined
  const reason = fields.see('lydochuyen')
  const key = number ?? at ?? ''
  const request: Omit<ServiceRequest, 'id'> = {
    resourceType: 'ServiceRequest',
    ...(number ? { identifier: [{ system: identifierSystems.referralLetter, value: number }] } : {}),
    status: 'active',
    intent: 'order',
    category: [
      {
        coding: [
          {
            system: codeSystems.serviceCategory,
            code: 'referral',
            display: 'Chuyển cơ sở khám bệnh, chữa bệnh',
          },
        ],
      },
    ],
    code: { text: 'Chuyển cơ sở khám bệnh, chữa bệnh' },
    subject: draft.patient,
    encounter: draft.encounter,
    ...(at ? { authoredOn: at } : {}),
    ...(requester ? { requester } : {}),
    ...(destination || name
      ? { performer: [{ ...(destination ?? { type: 'Organization' }), ...(name ? { display: name } : {}) }] }
      : {}),
    ...(reason ? { reasonCode: [{ text: reason }] } : {}),
  }
  draft.add<ServiceRequest>(request, `referral:${key}`, source)
  addNote(
    draft,
    [fields],
    {
      type: 'referral-form',
      title: titleOf('GiayChuyenVien'),
      loinc: '57133-1',
      ...(at ? { at } : {}),
      ...(requester ? { author: requester } : {}),
      ...(number ? { number } : {}),
    },
    `note:GiayChuyenVien|${key}`,
  )
}
