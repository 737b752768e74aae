// One PostgreSQL for a whole test run (scripts/test.mjs): prints its connection as one line of JSON, the value of
// MACH_TEST_CLUSTER, and lives until standard input ends or somebody says stop.
import { testCluster } from '#foundation/testkit'

const cluster = await testCluster()
process.stdout.write(`${cluster.env.MACH_TEST_CLUSTER}\n`)

await new Promise<void>((resolve) => {
  process.stdin.on('end', resolve).on('error', () => resolve())
  process.stdin.resume()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve())
})
await cluster.stop()
process.exit(0)
