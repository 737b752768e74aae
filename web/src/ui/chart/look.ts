/** What all charts draw alike; a chart spreads these and adds its own. */
export const axisText = { color: '#4a5856', fontSize: 11 }

/** The labels of the axes stand inside the box, however long they are. */
export const grid = { left: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' }

export const baseAxis = {
  axisLine: { lineStyle: { color: '#d5dddc' } },
  axisTick: { show: false },
}

/** Does not begin at zero: what matters is the change. */
export const valueAxis = {
  type: 'value',
  scale: true,
  splitLine: { lineStyle: { color: '#e9eeed' } },
}
