import { boundary, placesOf } from './decimal.ts'
import { daysIn, type Moment, momentOf, momentText, timeOf, zoneText } from './moment.ts'
import { quantityOf } from './quantity.ts'
import {
  aDate,
  aDateTime,
  aDecimal,
  aQuantity,
  aTime,
  type Kind,
  kindOf,
  type Node,
  type Nodes,
  nothing,
} from './value.ts'

/** -1: the least value that the written one may stand for; 1: the greatest (N1 3.0 ballot, section 5.7). */
export type Direction = -1 | 1

const maxPlaces = 31
/** Digits of a date and time by precision; 7 is a second with its milliseconds. */
const digits = [0, 4, 6, 8, 10, 12, 14, 17]

export function boundaryOf(node: Node, direction: Direction, precision: number | undefined): Nodes {
  const kind = kindOf(node)
  switch (kind) {
    case 'number': {
      const found = decimalBoundary(decimalText(node), direction, precision)
      return found === undefined ? nothing : [aDecimal(Number(found), found)]
    }
    case 'quantity': {
      const quantity = quantityOf(node)
      const text = node.text ?? String(quantity?.value)
      const found = quantity && decimalBoundary(text, direction, precision)
      return found === undefined ? nothing : [aQuantity(Number(found), quantity!.unit, found)]
    }
    case 'date':
    case 'dateTime':
    case 'time':
      return momentBoundary(node, kind, direction, precision)
    default:
      return nothing
  }
}

/**
 * JSON.parse leaves 1 of 1.0. A FHIR decimal that looks whole is read as one with a single decimal: whoever meant a
 * count would have used an integer, and the boundaries of SQL on FHIR are specified so.
 */
function decimalText(node: Node): string {
  const text = node.text ?? String(node.value)
  return node.type === 'decimal' && !text.includes('.') ? `${text}.0` : text
}

function decimalBoundary(
  text: string,
  direction: Direction,
  precision: number | undefined,
): string | undefined {
  const places = precision ?? Math.max(8, placesOf(text) + 1)
  if (!(places >= 0 && places <= maxPlaces)) return undefined
  return boundary(text, direction, places)
}

function momentBoundary(node: Node, kind: Kind, direction: Direction, wanted: number | undefined): Nodes {
  const text = node.value as string
  const isTime = kind === 'time'
  const moment = isTime ? timeOf(text) : momentOf(text)
  if (!moment) return nothing
  const usual = isTime ? 9 : kind === 'date' ? 8 : 17
  const precision = digits.indexOf((wanted ?? usual) + (isTime ? 8 : 0))
  if (precision < 1 || (isTime && precision < 4)) return nothing
  const edge = { ...(direction < 0 ? moment : latestOf(moment)), precision: Math.min(precision, 6) }
  const zone = precision < 4 || isTime ? '' : zoneOf(moment, text, direction)
  const made = momentText(edge, precision === 7, zone)
  return [isTime ? aTime(made) : precision < 4 && kind === 'date' ? aDate(made) : aDateTime(made)]
}

/** Without a zone the clock may stand anywhere from UTC+14, which is first, to UTC-12. */
function zoneOf(moment: Moment, text: string, direction: Direction): string {
  if (text.endsWith('Z')) return 'Z'
  return moment.zone === null ? (direction < 0 ? '+14:00' : '-12:00') : zoneText(moment.zone)
}

function latestOf(m: Moment): Moment {
  const month = m.precision < 2 ? 12 : m.month
  return {
    ...m,
    month,
    day: m.precision < 3 ? daysIn(m.year, month) : m.day,
    hour: m.precision < 4 ? 23 : m.hour,
    minute: m.precision < 5 ? 59 : m.minute,
    millisecond: m.precision < 6 ? 59_999 : m.millisecond % 1000 === 0 ? m.millisecond + 999 : m.millisecond,
  }
}

/** How precisely it is written: decimals after the point, or digits of the date and time. */
export function precisionOf(node: Node): number | undefined {
  const text = node.value as string
  switch (kindOf(node)) {
    case 'number':
      return placesOf(decimalText(node))
    case 'date':
    case 'dateTime':
      return momentOf(text)
        ? text.replace(/(?:Z|[+-]\d\d:\d\d)$/, (zone) => (text.includes('T') ? '' : zone)).replace(/\D/g, '')
            .length
        : undefined
    case 'time':
      return timeOf(text) ? text.replace(/\D/g, '').length : undefined
    default:
      return undefined
  }
}
