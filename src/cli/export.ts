import { writeFile } from 'node:fs/promises'
import { findVisitKeys, readEncounterTables, readVisitTables, type VisitTables } from '#record/journey'
import { writeBhytXml } from '#record/restate'
import type { Platform } from '#server'
import { bad, count, doubtful, faint, good, type Output } from './output.ts'
import { type ExitCode, withPlatform } from './with-platform.ts'

export interface ExportAsked {
  readonly facility?: string
  /** MA_LK of one visit. */
  readonly visit?: string
  /** Id of an Encounter, for a visit that began here or came by FHIR or HL7. */
  readonly encounter?: string
  /** Stored from–to (before), `yyyy-MM-dd`. */
  readonly from?: string
  readonly to?: string
  readonly out: string
  readonly indent?: boolean
  /** Write also what lacks required fields. */
  readonly incomplete?: boolean
}

/** Visits of one file; a receiver opens it whole. */
const perFile = 500
const day = /^\d{4}-\d{2}-\d{2}$/

/** Writes stored visits as the files the insurance takes: as they were sent, or from what FHIR and HL7 said of them. */
export const exportCommand = (output: Output, asked: ExportAsked) =>
  withPlatform(output, async (platform): Promise<ExitCode> => {
    const wrong = complaintOf(asked)
    if (wrong) {
      output.complain(bad(wrong))
      return 2
    }
    const written = { files: [] as string[], visits: 0, left: 0 }
    let waiting: VisitTables['message'][] = []
    const flush = async () => {
      if (waiting.length === 0) return true
      const text = writeBhytXml(waiting, {
        createdOn: platform.clock.now().toISOString().slice(0, 10),
        indent: asked.indent ?? false,
      })
      if (!text.ok) {
        output.complain(bad(text.problem.message))
        return false
      }
      const path = written.files.length === 0 ? asked.out : numbered(asked.out, written.files.length + 1)
      await writeFile(path, text.value, { mode: 0o600 })
      written.files.push(path)
      written.visits += waiting.length
      waiting = []
      return true
    }
    for await (const found of visitsAsked(platform, asked)) {
      if (found.missing.length > 0) {
        for (const { message } of found.missing.slice(0, 20))
          output.complain(doubtful(`${found.message.visitLinkId}: ${message}`))
        if (!asked.incomplete) {
          written.left += 1
          continue
        }
      }
      // A check-in or a paper has a file of its own.
      if (found.message.kind !== 'visit' && !(await flush())) return 2
      waiting.push(found.message)
      if ((found.message.kind !== 'visit' || waiting.length === perFile) && !(await flush())) return 2
    }
    if (!(await flush())) return 2
    output.json(written)
    if (written.left > 0)
      output.complain(
        bad(
          `${count(written.left)} lượt khám thiếu trường bắt buộc nên không xuất. Bổ sung rồi xuất lại, hoặc thêm --incomplete để xuất kèm danh sách thiếu.`,
        ),
      )
    if (written.visits === 0) {
      if (written.left === 0) output.complain(bad('Không có lượt khám nào như vậy trong kho.'))
      return 1
    }
    output.say(good(`Đã xuất ${count(written.visits)} lượt khám.`))
    for (const path of written.files) output.say(faint(path))
    return written.left > 0 ? 1 : 0
  })

function complaintOf({ facility, visit, encounter, from, to }: ExportAsked): string | null {
  if (!encounter && !facility)
    return 'Cần --facility <mã cơ sở> (kèm --visit hoặc --from/--to), hoặc --encounter <id>.'
  if (visit && encounter) return 'Chỉ chọn một trong --visit và --encounter.'
  if ([from, to].some((text) => text !== undefined && !day.test(text))) return 'Ngày viết dạng 2026-08-31.'
  return null
}

async function* visitsAsked(platform: Platform, asked: ExportAsked): AsyncGenerator<VisitTables> {
  const { db } = platform
  const { facility: facilityCode = '', visit, encounter } = asked
  if (encounter || visit) {
    const found = encounter
      ? await readEncounterTables(db, encounter)
      : await readVisitTables(db, { facilityCode, visitLinkId: visit! })
    if (found) yield found
    return
  }
  const midnight = (text: string | undefined) => (text ? new Date(`${text}T00:00:00+07:00`) : null)
  const of = { facility: facilityCode, from: midnight(asked.from), to: midnight(asked.to) }
  for (let after = ''; ; ) {
    const keys = await findVisitKeys(db, { ...of, after }, 200)
    for (const { visit_link_id: visitLinkId } of keys) {
      const found = await readVisitTables(db, { facilityCode, visitLinkId })
      if (found) yield found
    }
    if (keys.length < 200) return
    after = keys.at(-1)!.visit_link_id
  }
}

const numbered = (path: string, number: number) => {
  const dot = path.lastIndexOf('.')
  return dot > 0 ? `${path.slice(0, dot)}-${number}${path.slice(dot)}` : `${path}-${number}`
}
