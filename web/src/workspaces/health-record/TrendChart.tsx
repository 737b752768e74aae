import { LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { type EChartsType, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import type { ValueItem } from '../../api/types'
import { formatInstant } from '../../ui/format'
import { useFormat } from '../../ui/useFormat'

// SVG rather than canvas: sharp on paper, and thirty of them stay light.
use([LineChart, GridComponent, TooltipComponent, SVGRenderer])

interface Props {
  readonly points: readonly ValueItem[]
  readonly onPoint: (point: ValueItem) => void
}

const accent = '#0b6b69'
const ink = '#4a5856'
const line = '#d5dddc'

export default function TrendChart({ points, onPoint }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(null)
  const format = useFormat()

  useEffect(() => {
    if (!box.current) return
    const drawn = init(box.current, null, { renderer: 'svg' })
    chart.current = drawn
    const resized = new ResizeObserver(() => drawn.resize())
    resized.observe(box.current)
    return () => {
      resized.disconnect()
      drawn.dispose()
      chart.current = null
    }
  }, [])

  useEffect(() => {
    chart.current?.setOption({
      animation: false,
      textStyle: { fontFamily: '"Be Vietnam Pro", system-ui, sans-serif' },
      grid: {
        left: 4,
        // Half a label: the last month would be cut at the edge of the card.
        right: 26,
        top: 12,
        bottom: 4,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      xAxis: {
        type: 'time',
        splitNumber: 3,
        axisLine: { lineStyle: { color: line } },
        axisTick: { show: false },
        axisLabel: {
          color: ink,
          fontSize: 11,
          hideOverlap: true,
          formatter: (at: number) => formatInstant(new Date(at).toISOString()).slice(3, 10),
        },
      },
      yAxis: {
        type: 'value',
        scale: true,
        splitNumber: 3,
        splitLine: { lineStyle: { color: '#e9eeed' } },
        axisLabel: { color: ink, fontSize: 11, formatter: (value: number) => format.number(value) },
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
    })
  }, [points, format.number])

  useEffect(() => {
    const drawn = chart.current
    const onClick = ({ dataIndex }: { dataIndex?: number }) => {
      const point = dataIndex === undefined ? undefined : points[dataIndex]
      if (point) onPoint(point)
    }
    drawn?.on('click', onClick)
    return () => {
      drawn?.off('click', onClick)
    }
  }, [points, onPoint])

  return <div ref={box} className="trend-canvas" />
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
