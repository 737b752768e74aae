import { styleText } from 'node:util'

/** Where a command writes: text for people, or one JSON document for programs. */
export interface Output {
  readonly isJson: boolean
  /** A line for people; silent under --json. */
  say(line: string): void
  /** The command's answer for programs; silent without --json. */
  json(value: unknown): void
  /** A line on stderr, always. */
  complain(line: string): void
}

export const createOutput = (isJson: boolean): Output => ({
  isJson,
  say: (line) => {
    if (!isJson) process.stdout.write(`${line}\n`)
  },
  json: (value) => {
    if (isJson) process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
  },
  complain: (line) => {
    process.stderr.write(`${line}\n`)
  },
})

const isColour = process.stdout.isTTY === true && !process.env.NO_COLOR
const paint = (colour: 'red' | 'green' | 'yellow' | 'dim' | 'bold', text: string) =>
  isColour ? styleText(colour, text) : text

export const good = (text: string) => paint('green', text)
export const bad = (text: string) => paint('red', text)
export const doubtful = (text: string) => paint('yellow', text)
export const faint = (text: string) => paint('dim', text)
export const strong = (text: string) => paint('bold', text)

/** 1234567 → 1.234.567 as written in Vietnam. */
export const count = (n: number) => n.toLocaleString('vi-VN')

export const bytes = (n: number) =>
  n < 1_048_576
    ? `${(n / 1024).toFixed(1).replace('.', ',')} kB`
    : `${(n / 1_048_576).toFixed(1).replace('.', ',')} MB`

/** Columns wide enough for their widest cell; widths count characters, which suits composed Vietnamese. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, [...cell].length)
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell + ' '.repeat(Math.max(0, (widths[i] ?? 0) - [...cell].length)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
