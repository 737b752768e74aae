import { LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { type EChartsType, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { QualityPoint } from '../../api/types'
import { formatDay } from '../../ui/format'
import { measureKeys } from './MeasureTable'
import { useShare } from './useShare'

use([LineChart, GridComponent, TooltipComponent, LegendComponent, SVGRenderer])

// Told apart by dash and mark as well as by colour.
const looks = {
  overall: { color: '#16211f', dash: 'solid', symbol: 'circle', width: 2.5 },
  timely: { color: '#0b6b69', dash: 'dashed', symbol: 'rect', width: 1.5 },
  complete: { color: '#1d4f91', dash: 'dotted', symbol: 'triangle', width: 1.5 },
  valid: { color: '#7a4a00', dash: [8, 3, 2, 3], symbol: 'diamond', width: 1.5 },
  identity: { color: '#8a2b7d', dash: [3, 3], symbol: 'pin', width: 1.5 },
} as const

export default function QualityChart({ trend }: { trend: readonly QualityPoint[] }) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(null)
  const { t } = useTranslation()
  const shareText = useShare()

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
      legend: { top: 0, left: 0, itemWidth: 30, textStyle: { color: '#16211f', fontSize: 12 } },
      grid: {
        left: 4,
        right: 16,
        top: 60,
        bottom: 4,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      xAxis: {
        type: 'category',
        data: trend.map((point) => formatDay(point.day).slice(0, 5)),
        axisLine: { lineStyle: { color: '#d5dddc' } },
        axisTick: { show: false },
        axisLabel: { color: '#4a5856', fontSize: 11, hideOverlap: true },
      },
      yAxis: {
        type: 'value',
        max: 1,
        scale: true,
        splitNumber: 4,
        splitLine: { lineStyle: { color: '#e9eeed' } },
        axisLabel: { color: '#4a5856', fontSize: 11, formatter: shareText },
      },
      tooltip: {
        trigger: 'axis',
        confine: true,
        valueFormatter: (value: unknown) => (typeof value === 'number' ? shareText(value) : '–'),
      },
      series: measureKeys.map((key) => ({
        name: t(`quality.${key}`),
        type: 'line',
        data: trend.map((point) => point[key]),
        connectNulls: true,
        symbol: looks[key].symbol,
        symbolSize: 6,
        lineStyle: { width: looks[key].width, color: looks[key].color, type: looks[key].dash },
        itemStyle: { color: looks[key].color },
      })),
    })
  }, [trend, t, shareText])

  return <div ref={box} className="quality-canvas" />
}
