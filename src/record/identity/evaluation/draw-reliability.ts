import type { ReliabilityBin } from '#foundation/linkage'
import { area, colourOf, dot, drawPlot, line } from './draw-plot.ts'

const tenths = Array.from({ length: 6 }, (_, at) => ({ at: at / 5, text: `${at * 20} %` }))

/** What was said against what was true, with the five points the bench allows on either side. A dot grows with its pairs. */
export function drawReliability(
  series: readonly { readonly name: string; readonly bins: readonly ReliabilityBin[] }[],
): string {
  const dots = series.flatMap(({ name, bins }, at) =>
    bins
      .filter(({ pairs }) => pairs > 0)
      .map((bin) =>
        dot(
          [bin.said, bin.true],
          3 + 1.5 * Math.log10(bin.pairs),
          colourOf(at),
          `${name}: ${bin.pairs} cặp, dự đoán ${percent(bin.said)}, thực tế ${percent(bin.true)}`,
        ),
      ),
  )
  return drawPlot({
    title: 'Độ tin cậy của xác suất',
    x: { label: 'Xác suất dự đoán là cùng một người', ticks: tenths },
    y: { label: 'Tỷ lệ thực tế là cùng một người', ticks: tenths },
    marks: [
      area(
        [
          [0, 0],
          [0, 0.05],
          [0.95, 1],
          [1, 1],
          [1, 0.95],
          [0.05, 0],
        ],
        '#eee',
      ),
      line(
        [
          [0, 0],
          [1, 1],
        ],
        '#999',
        'stroke-dasharray="4 4"',
      ),
      ...dots,
    ],
    legend: series.map(({ name }, at) => ({ name, colour: colourOf(at) })),
  })
}

const percent = (share: number) => `${(100 * share).toFixed(1).replace('.', ',')} %`
