import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewDay } from '../../api/types'
import { Chart } from '../../ui/chart/Chart'
import { axisText, baseAxis, grid, valueAxis } from '../../ui/chart/look'
import { formatDay } from '../../ui/format'

// Told apart by dash and mark as well as by colour.
const looks = {
  answered: { color: '#0b6b69', dash: 'solid', symbol: 'circle' },
  came: { color: '#7a4a00', dash: 'dashed', symbol: 'triangle' },
} as const

export default function WorkloadChart({ days }: { days: readonly ReviewDay[] }) {
  const { t } = useTranslation()
  const option = useMemo(
    () => ({
      legend: { top: 0, left: 0, itemWidth: 30, textStyle: { color: '#16211f', fontSize: 12 } },
      grid: { ...grid, right: 16, top: 40 },
      xAxis: {
        ...baseAxis,
        type: 'category',
        data: days.map((each) => formatDay(each.day).slice(0, 5)),
        axisLabel: { ...axisText, hideOverlap: true },
      },
      yAxis: { ...valueAxis, scale: false, minInterval: 1, axisLabel: axisText },
      tooltip: { trigger: 'axis', confine: true },
      series: (['answered', 'came'] as const).map((key) => ({
        name: t(`identityReview.plot.${key}`),
        type: 'line',
        data: days.map((each) => each[key]),
        symbol: looks[key].symbol,
        symbolSize: 6,
        lineStyle: { width: 2, color: looks[key].color, type: looks[key].dash },
        itemStyle: { color: looks[key].color },
      })),
    }),
    [days, t],
  )
  return <Chart option={option} />
}
