import { colourOf, drawPlot, line, word } from './draw-plot.ts'
import type { CurvePoint } from './evaluate.types.ts'

/** From 1 to 100,000 false pairs for a million records; recall from the half up, where the differences are. */
const decades = 5
const lowest = 0.5
const xOf = (falsePerMillion: number) => Math.min(1, Math.log10(Math.max(1, falsePerMillion)) / decades)
const yOf = (recall: number) => Math.max(0, (recall - lowest) / (1 - lowest))

/** How much is found at how many false pairs; lines stand where the targets are. */
export function drawRecall(
  series: readonly { readonly name: string; readonly points: readonly CurvePoint[] }[],
  targets: readonly { readonly falsePerMillion: number; readonly recall: number }[],
): string {
  const marks = targets.flatMap(({ falsePerMillion, recall }) => {
    const [x, y] = [xOf(falsePerMillion), yOf(recall)]
    return [
      line(
        [
          [x, 0],
          [x, y],
          [0, y],
        ],
        '#999',
        'stroke-dasharray="4 4"',
      ),
      word([x, y], ` đích ${percent(recall)}`, 'dx="6" dy="16" fill="#555"'),
    ]
  })
  return drawPlot({
    title: 'Tìm được bao nhiêu, sai bao nhiêu',
    x: {
      label: 'Số cặp sai trên một triệu hồ sơ',
      ticks: Array.from({ length: decades + 1 }, (_, at) => ({
        at: at / decades,
        text: (10 ** at).toLocaleString('vi-VN'),
      })),
    },
    y: {
      label: 'Tỷ lệ cặp đúng tìm được',
      ticks: Array.from({ length: 6 }, (_, at) => ({ at: at / 5, text: `${50 + at * 10} %` })),
    },
    marks: [...marks, ...series.map(({ points }, at) => line(stairs(points), colourOf(at)))],
    legend: series.map(({ name }, at) => ({ name, colour: colourOf(at) })),
  })
}

/** Between two places, and after the last, nothing more is found: a line that rises at each and promises nothing between. */
function stairs(points: readonly CurvePoint[]): (readonly [number, number])[] {
  const steps: (readonly [number, number])[] = []
  let height = 0
  for (const { falsePerMillion, recall } of points) {
    const x = xOf(falsePerMillion)
    steps.push([x, height], [x, yOf(recall)])
    height = yOf(recall)
  }
  return [...steps, [1, height]]
}

const percent = (share: number) => `${Math.round(100 * share)} %`
