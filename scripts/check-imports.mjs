// Runs the import rules over the sources, and over a fixture of deliberate violations to prove that they still see.
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import rules from '../.dependency-cruiser.mjs'

const root = join(import.meta.dirname, '..')
let failed = false

const real = await violationsIn(root, ['src', 'province', 'bench', 'corpus', 'e2e', 'web/src'])
for (const v of real.violations) {
  failed = true
  console.error(`${v.rule.name}: ${v.from} → ${v.to}\n    ${commentOf(v.rule.name)}`)
}
if (real.files < 100) {
  failed = true
  console.error(`only ${real.files} files were read: the checker is blind`)
}

// Every rule has a file in the fixture that breaks it and is named after it.
const copy = await mkdtemp(join(tmpdir(), 'mach-imports-'))
try {
  await cp(join(root, 'scripts/fixtures/imports'), copy, { recursive: true })
  await cp(join(root, 'tsconfig.json'), join(copy, 'tsconfig.json'))
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  const broken = await violationsIn(copy, ['src', 'web', 'bench'])
  const seen = new Set(broken.violations.map((v) => v.rule.name))
  for (const rule of rules.forbidden) {
    if (seen.has(rule.name)) continue
    failed = true
    console.error(`the fixture breaks ${rule.name} but the checker does not see it`)
  }
} finally {
  await rm(copy, { recursive: true, force: true })
}
if (!failed) console.log(`${real.files} files, ${rules.forbidden.length} rules, each proved by its violation`)
process.exit(failed ? 1 : 0)

async function violationsIn(base, folders) {
  process.chdir(base)
  const tsConfig = extractTSConfig(join(root, 'tsconfig.json'))
  const options = { ...rules.options, ruleSet: { forbidden: rules.forbidden }, validate: true, baseDir: base }
  const { output } = await cruise(folders, options, undefined, { tsConfig })
  return {
    violations: output.summary.violations,
    files: output.modules.filter((m) => !m.coreModule && !m.source.includes('node_modules')).length,
  }
}

function commentOf(name) {
  return rules.forbidden.find((rule) => rule.name === name)?.comment ?? ''
}
