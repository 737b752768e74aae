/** Work that Ctrl-C asks to stop: it ends at the next place where nothing is half done. A second Ctrl-C does not wait. */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | 'stopped'> {
  const stopping = new AbortController()
  const stop = () => {
    if (stopping.signal.aborted) process.exit(130)
    stopping.abort()
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  try {
    return await work(stopping.signal)
  } catch (error) {
    if (stopping.signal.aborted && (error as { name?: string }).name === 'AbortError') return 'stopped'
    throw error
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}
