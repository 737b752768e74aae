/** A plot in its frame as one SVG, without any program but this: axes with ticks, lines, dots, areas, a legend. */
export interface Plot {
  readonly title: string
  readonly x: Axis
  readonly y: Axis
  readonly marks: readonly string[]
  readonly legend: readonly { readonly name: string; readonly colour: string }[]
}

export interface Axis {
  readonly label: string
  readonly ticks: readonly { readonly at: number; readonly text: string }[]
}

const width = 720
const height = 480
const frame = { left: 76, right: 696, top: 48, bottom: 420 }

/** Colours that stay apart for the colour-blind (Okabe and Ito 2008). */
export const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'] as const
export const colourOf = (at: number): string => colours[at % colours.length]!

/** Places on the paper of shares from 0 to 1. */
export const across = (share: number): number => round(frame.left + share * (frame.right - frame.left))
export const up = (share: number): number => round(frame.bottom - share * (frame.bottom - frame.top))
const round = (n: number) => Math.round(n * 10) / 10

export const line = (points: readonly (readonly [number, number])[], colour: string, style = ''): string =>
  `<polyline fill="none" stroke="${colour}" stroke-width="2" ${style} points="${points.map(([x, y]) => `${across(x)},${up(y)}`).join(' ')}"/>`

export const area = (points: readonly (readonly [number, number])[], colour: string): string =>
  `<polygon fill="${colour}" points="${points.map(([x, y]) => `${across(x)},${up(y)}`).join(' ')}"/>`

export const dot = (
  [x, y]: readonly [number, number],
  radius: number,
  colour: string,
  says: string,
): string =>
  `<circle cx="${across(x)}" cy="${up(y)}" r="${round(radius)}" fill="${colour}" fill-opacity="0.75"><title>${escaped(says)}</title></circle>`

export const word = ([x, y]: readonly [number, number], text: string, style = ''): string =>
  `<text x="${across(x)}" y="${up(y)}" ${style}>${escaped(text)}</text>`

export function drawPlot({ title, x, y, marks, legend }: Plot): string {
  const grid = [
    ...x.ticks.map(({ at, text }) => {
      const place = across(at)
      return `<line x1="${place}" y1="${frame.top}" x2="${place}" y2="${frame.bottom}" stroke="#ddd"/><text x="${place}" y="${frame.bottom + 18}" text-anchor="middle">${escaped(text)}</text>`
    }),
    ...y.ticks.map(({ at, text }) => {
      const place = up(at)
      return `<line x1="${frame.left}" y1="${place}" x2="${frame.right}" y2="${place}" stroke="#ddd"/><text x="${frame.left - 8}" y="${place + 4}" text-anchor="end">${escaped(text)}</text>`
    }),
  ]
  const middle = { x: (frame.left + frame.right) / 2, y: (frame.top + frame.bottom) / 2 }
  const names = legend.map(({ name, colour }, at) => {
    const place = frame.bottom - 14 - 18 * (legend.length - 1 - at)
    return `<rect x="${frame.right - 190}" y="${place - 9}" width="12" height="12" fill="${colour}"/><text x="${frame.right - 172}" y="${place + 2}">${escaped(name)}</text>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="13">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${frame.left}" y="28" font-size="16" font-weight="bold">${escaped(title)}</text>`,
    ...grid,
    `<text x="${middle.x}" y="${height - 16}" text-anchor="middle">${escaped(x.label)}</text>`,
    `<text transform="translate(20 ${middle.y}) rotate(-90)" text-anchor="middle">${escaped(y.label)}</text>`,
    ...marks,
    `<rect x="${frame.left}" y="${frame.top}" width="${frame.right - frame.left}" height="${frame.bottom - frame.top}" fill="none" stroke="#666"/>`,
    ...names,
    '</svg>\n',
  ].join('\n')
}

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[letter]!)
