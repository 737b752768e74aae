import { loopbackActor } from '#gate/access'
import { findPersons, readRecord } from '#services/summary'
import { bad, faint, type Output, strong, table } from './output.ts'
import { withPlatform } from './with-platform.ts'

/** One person on a terminal: who, what, where, and from which file. */
export const personCommand = (output: Output, query: string) =>
  withPlatform(output, async ({ gate }) => {
    const actor = loopbackActor('127.0.0.1', { door: 'command' })
    const found = await findPersons(gate, actor, query, 10)
    if (!found.ok || found.value.items.length === 0) {
      output.json({ items: [] })
      output.complain(
        bad(
          'Không tìm thấy ai. Thử số định danh 12 chữ số, thẻ BHYT 15 ký tự, hoặc họ tên (có dấu hay không đều được).',
        ),
      )
      return 1
    }
    if (found.value.items.length > 1) {
      output.json(found.value)
      output.say(
        table([
          ['Họ tên', 'Ngày sinh', 'Định danh', 'BHXH', 'Cơ sở'].map((h) => faint(h)),
          ...found.value.items.map((p) => [
            p.fullName,
            p.birthDate ?? '',
            p.citizenIdMasked ?? '',
            p.insuranceNumberMasked ?? '',
            String(p.facilityCount),
          ]),
        ]),
      )
      return 0
    }
    const record = await readRecord(gate, actor, found.value.items[0]!.personId, null)
    if (!record.ok) {
      output.complain(bad(record.problem.message))
      return 1
    }
    output.json(record.value)
    const { person, timeline, problems, medicines, lastValues } = record.value
    output.say(
      `${strong(person.fullName)}  ${person.birthDate ?? ''}  ${{ male: 'Nam', female: 'Nữ', unknown: '' }[person.sex]}`,
    )
    output.say(
      faint(
        `Định danh ${person.citizenIdMasked ?? '—'} · BHXH ${person.insuranceNumberMasked ?? '—'} · ${person.address ?? ''}`,
      ),
    )
    output.say(
      `\nChẩn đoán:\n${
        problems
          .slice(0, 8)
          .map((p) => `  ${p.code ?? ''} ${p.text} ${faint(day(p.lastAt))}`)
          .join('\n') || '  —'
      }`,
    )
    output.say(
      `\nThuốc gần nhất:\n${
        medicines
          .slice(0, 8)
          .map((m) => `  ${m.text} ${m.dose ?? ''} ${faint(day(m.orderedAt))}`)
          .join('\n') || '  —'
      }`,
    )
    output.say(
      `\nGiá trị cuối:\n${
        lastValues
          .slice(0, 8)
          .map((v) => `  ${v.name}: ${v.text} ${v.unit ?? ''} ${faint(day(v.at))}`)
          .join('\n') || '  —'
      }`,
    )
    output.say(
      `\nLượt khám:\n${timeline.map((t) => `  ${day(t.start)}  ${t.typeText} · ${t.facilityName} · ${t.diagnosis ?? ''} ${faint(`${t.source.table}/${t.source.row} ${t.source.fileName ?? ''}`)}`).join('\n') || '  —'}`,
    )
    return 0
  })

const day = (at: string | null) => (at ? at.slice(0, 10).split('-').reverse().join('/') : '')
