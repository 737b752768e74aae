import type { CatalogueEntries, CatalogueEntry } from './catalogue.types.ts'
import { cellsOf, fieldsOf, once } from './read-tsv.ts'

/** Chapters of TT 23/2024/TT-BYT, annex 1. A code begins with its chapter: `22.15`; `BS_22.3` is an added technique. */
const chapters: Readonly<Record<string, string>> = {
  1: 'Hồi sức cấp cứu và chống độc',
  2: 'Nội khoa',
  3: 'Nhi khoa',
  4: 'Lao (ngoại lao)',
  5: 'Da liễu',
  6: 'Tâm thần',
  7: 'Nội tiết',
  8: 'Y học cổ truyền',
  9: 'Gây mê hồi sức',
  10: 'Ngoại khoa',
  11: 'Bỏng',
  12: 'Ung bướu',
  13: 'Phụ sản',
  14: 'Mắt',
  15: 'Tai mũi họng',
  16: 'Răng hàm mặt',
  17: 'Phục hồi chức năng',
  18: 'Điện quang',
  19: 'Y học hạt nhân',
  20: 'Nội soi chẩn đoán can thiệp',
  21: 'Thăm dò chức năng',
  22: 'Huyết học truyền máu',
  23: 'Hóa sinh',
  24: 'Vi sinh - ký sinh trùng',
  25: 'Giải phẫu bệnh',
  26: 'Vi phẫu',
  27: 'Phẫu thuật nội soi',
  28: 'Phẫu thuật tạo hình thẩm mỹ',
}

const chapterFields = new Map(Object.entries(chapters).map(([number, chapter]) => [number, { chapter }]))

export const techniqueEntries = once((): CatalogueEntries => {
  const entries = new Map<string, CatalogueEntry>()
  for (const [code = '', name = ''] of cellsOf('techniques.tsv')) {
    const fields = chapterFields.get(/^(?:BS_)?(\d+)\./.exec(code)?.[1] ?? '')
    entries.set(code, { code, name, fields: fields ?? {} })
  }
  return entries
})

const serviceKeys = ['technique', 'tier', 'procedureClass', 'price', 'priceCode', 'icd9cm']

/**
 * Services of QĐ 7603/QĐ-BYT. The file leaves a name out where it is the technique's own (three lines of four), which
 * halves it.
 */
export const serviceEntries = once((): CatalogueEntries => {
  const techniques = techniqueEntries()
  const entries = new Map<string, CatalogueEntry>()
  for (const [code = '', technique = '', name, tier, procedureClass, price, priceCode, icd9cm] of cellsOf(
    'services.tsv',
  )) {
    const cells = [technique, tier ?? '', procedureClass ?? '', price ?? '', priceCode ?? '', icd9cm ?? '']
    entries.set(code, {
      code,
      name: name || (techniques.get(technique)?.name ?? ''),
      fields: fieldsOf(serviceKeys, cells),
    })
  }
  return entries
})
