// Short reporter for node:test: a line per failing test with its reason, a closing count per run.
const counts = { passed: 0, failed: 0, skipped: 0 }

export default async function* report(events) {
  for await (const { type, data } of events) {
    if (type === 'test:pass' || type === 'test:fail') {
      if (data.details?.type === 'suite') continue
      if (data.skip !== undefined) {
        counts.skipped += 1
        yield `- skipped: ${data.name}${typeof data.skip === 'string' ? ` (${data.skip})` : ''}\n`
      } else if (type === 'test:pass') counts.passed += 1
      else {
        counts.failed += 1
        const error = data.details?.error
        yield `\n✗ ${data.name}\n  ${data.file ?? ''}:${data.line ?? ''}\n${indent(error?.cause?.stack ?? error?.stack ?? String(error))}\n`
      }
    } else if (type === 'test:stderr' && process.env.MACH_TEST_STDERR) {
      yield data.message
    } else if (type === 'test:diagnostic' && data.level === 'error') {
      yield `! ${data.message}\n`
    }
  }
  yield `# ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`
}

const indent = (text) =>
  String(text)
    .split('\n')
    .slice(0, 40)
    .map((line) => `    ${line}`)
    .join('\n')
