import { LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

// SVG rather than canvas: sharp on paper, and thirty of them stay light.
use([LineChart, GridComponent, TooltipComponent, LegendComponent, SVGRenderer])

const everyChart = {
  animation: false,
  textStyle: { fontFamily: '"Be Vietnam Pro", system-ui, sans-serif' },
}

interface Props {
  readonly option: EChartsCoreOption
  /** A point was clicked: its place in the data. */
  readonly onPoint?: (index: number) => void
}

/** Fills the box around it. It brings the whole drawing library: reach it through `lazy` only. */
export function Chart({ option, onPoint }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(null)

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
    chart.current?.setOption({ ...everyChart, ...option })
  }, [option])

  useEffect(() => {
    const drawn = chart.current
    const onClick = ({ dataIndex }: { dataIndex?: number }) => {
      if (dataIndex !== undefined) onPoint?.(dataIndex)
    }
    drawn?.on('click', onClick)
    return () => {
      drawn?.off('click', onClick)
    }
  }, [onPoint])

  return <div ref={box} className="chart-canvas" />
}
