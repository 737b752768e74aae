import { nearMiss } from './near-miss.ts'
import { resourceTypes, type Slot, type TypeTable } from './type-table.ts'
import type { Walk } from './walk.ts'

const jsonNames = { string: 'chuỗi ký tự "…"', number: 'số', boolean: 'true hoặc false' } as const

export function primitiveAdvice(wanted: keyof typeof jsonNames, value: unknown): string {
  if (value === null) return 'Không được là null, trừ khi phần tử có mở rộng ở cùng vị trí trong mảng _….'
  if (Array.isArray(value))
    return `Phần tử này không lặp nên không phải là mảng; phải là ${jsonNames[wanted]}.`
  const found = typeof value === 'object' ? 'đối tượng' : jsonNames[typeof value as keyof typeof jsonNames]
  return `Phải là ${jsonNames[wanted]} trong JSON, không phải ${found}.`
}

export function shapeAdvice(value: unknown): string {
  if (value === null) return 'Không được là null; không có giá trị thì bỏ hẳn phần tử.'
  if (Array.isArray(value)) return 'Phần tử này không lặp nên phải là đối tượng JSON, không phải mảng.'
  return 'Phải là đối tượng JSON { … }.'
}

export function unknownProperty(walk: Walk, table: TypeTable, key: string): void {
  const near = nearMiss(key, table.slots.keys())
  const hint = near ? ` Có phải ${near}?` : ''
  const name = key.length > 64 ? `${key.slice(0, 64)}…` : key
  walk.errorAt(name, 'structure', `${table.name} không có phần tử này trong FHIR R4.${hint}`)
}

export function twoChoices(walk: Walk, table: TypeTable, slot: Slot): void {
  const label = table.choices.find((each) => each.bit === slot.choiceBit)!.label
  walk.error('structure', `Chỉ được có một giá trị trong các dạng của ${label}.`)
}

export function missing(walk: Walk, table: TypeTable, present: number): void {
  for (const { bit, label } of table.required) {
    if ((present & bit) === 0) walk.error('required', `Thiếu phần tử bắt buộc ${label}.`)
  }
}

export function unknownType(walk: Walk, type: string): void {
  walk.broken += 1
  const near = nearMiss(type, resourceTypes())
  const hint = near ? ` Có phải ${near}?` : ''
  walk.errorAt('resourceType', 'structure', `FHIR R4 không có loại tài nguyên này.${hint}`)
}
