import type { ValueItem } from '../../api/types'
import { Chart } from '../../ui/chart/Chart'
import { axisText, baseAxis, grid, valueAxis } from '../../ui/chart/look'
import { formatInstant } from '../../ui/format'
import { useFormat } from '../../ui/useFormat'

interface Props {
  readonly points: readonly ValueItem[]
  readonly onPoint: (point: ValueItem) => void
}

const accent = '#0b6b69'

export default function TrendChart({ points, onPoint }: Props) {
  const format = useFormat()
  const option = {
    // Right, half a label: the last month would be cut at the edge of the card.
    grid: { ...grid, right: 26, top: 12 },
    xAxis: {
      ...baseAxis,
      type: 'time',
      splitNumber: 3,
      axisLabel: {
        ...axisText,
        hideOverlap: true,
        formatter: (at: number) => formatInstant(new Date(at).toISOString()).slice(3, 10),
      },
    },
    yAxis: {
      ...valueAxis,
      splitNumber: 3,
      axisLabel: { ...axisText, formatter: format.number },
    },
    tooltip: {
      trigger: 'item',
      confine: true,
      formatter: ({ dataIndex }: { dataIndex: number }) => tooltipOf(points[dataIndex], format.number),
    },
    series: [
      {
        type: 'line',
        data: points.map((point) => [new Date(point.at ?? 0).getTime(), point.value]),
        symbol: 'circle',
        symbolSize: 7,
        cursor: 'pointer',
        lineStyle: { width: 1.5, color: accent },
        itemStyle: { color: accent, borderColor: '#fff', borderWidth: 1 },
        emphasis: { scale: 1.6 },
      },
    ],
  }
  const onIndex = (index: number) => {
    const point = points[index]
    if (point) onPoint(point)
  }
  return <Chart option={option} onPoint={onIndex} />
}

/** Built as an element, not as markup: a facility's name is a sender's text. */
function tooltipOf(point: ValueItem | undefined, number: (value: number) => string): HTMLElement {
  const element = document.createElement('div')
  if (!point) return element
  const strong = document.createElement('strong')
  strong.textContent = `${number(point.value ?? 0)} ${point.unit ?? ''}`
  const when = document.createElement('div')
  when.textContent = point.at ? formatInstant(point.at) : ''
  const where = document.createElement('div')
  where.textContent = point.source.facilityName
  element.append(strong, when, where)
  return element
}
