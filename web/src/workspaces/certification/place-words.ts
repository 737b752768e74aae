interface Place {
  readonly file: number
  readonly record: number
  readonly table?: string | null | undefined
  readonly row?: number | null | undefined
  readonly field?: string | null | undefined
}

/** What `certification.place` says: file, message, and as much of table, row and field as is known. */
export function placeWords({ file, record, table, row, field }: Place) {
  const inside = [table, row ? `#${row}` : null, field].filter(Boolean).join(' ')
  return { file, record, inside: inside === '' ? '' : `, ${inside}` }
}
