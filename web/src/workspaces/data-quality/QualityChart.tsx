import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { QualityPoint } from '../../api/types'
import { Chart } from '../../ui/chart/Chart'
import { axisText, baseAxis, grid, valueAxis } from '../../ui/chart/look'
import { formatDay } from '../../ui/format'
import { measureKeys } from './MeasureTable'
import { useShare } from './useShare'

// Told apart by dash and mark as well as by colour.
const looks = {
  overall: { color: '#16211f', dash: 'solid', symbol: 'circle', width: 2.5 },
  timely: { color: '#0b6b69', dash: 'dashed', symbol: 'rect', width: 1.5 },
  complete: { color: '#1d4f91', dash: 'dotted', symbol: 'triangle', width: 1.5 },
  valid: { color: '#7a4a00', dash: [8, 3, 2, 3], symbol: 'diamond', width: 1.5 },
  identity: { color: '#8a2b7d', dash: [3, 3], symbol: 'pin', width: 1.5 },
} as const

export default function QualityChart({ trend }: { trend: readonly QualityPoint[] }) {
  const { t } = useTranslation()
  const shareText = useShare()
  const option = useMemo(
    () => ({
      legend: { top: 0, left: 0, itemWidth: 30, textStyle: { color: '#16211f', fontSize: 12 } },
      grid: { ...grid, right: 16, top: 60 },
      xAxis: {
        ...baseAxis,
        type: 'category',
        data: trend.map((point) => formatDay(point.day).slice(0, 5)),
        axisLabel: { ...axisText, hideOverlap: true },
      },
      yAxis: {
        ...valueAxis,
        max: 1,
        splitNumber: 4,
        axisLabel: { ...axisText, formatter: shareText },
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
    }),
    [trend, t, shareText],
  )
  return <Chart option={option} />
}
