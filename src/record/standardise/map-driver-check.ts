import type { Observation } from 'fhir/r4'
import { driverCertificate } from '#vocabulary/bhyt-fhir'
import { codeSystems } from '#vocabulary/fhir'
import { bhytDateTime } from '#vocabulary/vietnam'
import type { DraftBuilder } from './draft-builder.ts'
import { addDocument } from './map-documents.ts'
import type { PersonSays } from './person-says.types.ts'
import { keyRows, rowsOf, type Values } from './rows.ts'
import { measured } from './values.ts'

/**
 * Giấy khám sức khỏe lái xe (POST /api/hssk/gksk). Sex is 0 male, 1 female here; place codes are glued together
 * (province + district + ward): the last five characters are the ward. The facility gives no patient number, so each
 * certificate is its own local patient and identity joins it by citizen number.
 */
export function driver(values: Values, localId: string): PersonSays {
  const examined = values.NGAYKETLUAN ? bhytDateTime(values.NGAYKETLUAN) : null
  return {
    localId,
    name: values.HOTEN,
    idNumber: values.SOCMND_PASSPORT,
    birth: values.NGAYSINH,
    sex: values.GIOITINHVAL === '0' ? 'male' : values.GIOITINHVAL === '1' ? 'female' : 'unknown',
    address: values.DIACHITHUONGTRU,
    province: values.MATINH_THUONGTRU,
    district: values.MAHUYEN_THUONGTRU?.slice(-3),
    ward: values.MAXA_THUONGTRU?.slice(-5),
    on: examined?.slice(0, 10) ?? null,
  }
}

export function mapDriverCheck(draft: DraftBuilder): void {
  const rows = keyRows(rowsOf(draft.message, 'GKSKLX'), (values) => `driver-check:${values.SO ?? ''}`)
  for (const { row, values, key } of rows) {
    const source = { table: 'GKSKLX', row }
    draft.facility(draft.message.facilityCode, source, values.BENHVIEN)
    addDocument(draft, driverCertificate, { values, summary: {}, key, source })
    const at = values.NGAYKETLUAN && bhytDateTime(values.NGAYKETLUAN)
    // DVINONGDOCON and MATUY are codes whose list we have not seen: written as sent, never interpreted.
    for (const [field, code, text] of [
      ['NONGDOCON', 'alcohol-concentration', 'Nồng độ cồn'],
      ['MATUY', 'drug-test', 'Ma túy (mã theo giấy khám)'],
    ] as const) {
      const sent = values[field]
      if (!sent) continue
      const value = field === 'NONGDOCON' ? measured(sent, undefined) : { text: sent }
      draft.add<Observation>(
        {
          resourceType: 'Observation',
          status: 'final',
          category: [
            {
              coding: [
                { system: codeSystems.observationCategory, code: 'laboratory', display: 'Laboratory' },
              ],
            },
          ],
          code: { coding: [{ system: codeSystems.observation, code }], text },
          subject: draft.patient,
          ...(at ? { effectiveDateTime: at } : {}),
          ...('quantity' in value && value.quantity
            ? { valueQuantity: value.quantity }
            : { valueString: value.text! }),
          ...(field === 'NONGDOCON' && values.DVINONGDOCON
            ? { note: [{ text: `Mã đơn vị nồng độ cồn: ${values.DVINONGDOCON}` }] }
            : {}),
        },
        `${key}|${code}`,
        source,
      )
    }
  }
}
