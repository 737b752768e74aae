import { bhytTime } from '#vocabulary/bhyt-fhir'
import { extensions } from '#vocabulary/fhir'
import { fill, type RowShelf } from './row-shelf.ts'
import { extensionsOf, textOf, type VisitBook } from './visit-book.ts'

/** Bảng 5: one note per row; vital signs stand in its text already. */
export function restateNotes(book: VisitBook, shelf: RowShelf): void {
  for (const { resource, row } of book.all('ClinicalImpression'))
    fill(shelf.row('XML5', row), {
      DIEN_BIEN_LS: resource.description,
      GIAI_DOAN_BENH: textOf(resource, extensions.diseaseStage),
      HOI_CHAN: textOf(resource, extensions.consultation),
      PHAU_THUAT: textOf(resource, extensions.surgeryNote),
      THOI_DIEM_DBLS: bhytTime(resource.effectiveDateTime ?? resource.effectivePeriod?.start),
      NGUOI_THUC_HIEN: book.licences([
        resource.assessor,
        ...extensionsOf(resource, extensions.performer).map(({ valueReference }) => valueReference),
      ]),
    })
}
