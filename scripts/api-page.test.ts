import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectRoot } from '#foundation/project'

const src = join(projectRoot(), 'src')
const page = readFileSync(join(projectRoot(), 'docs/api.md'), 'utf8')
/** FHIR describes itself at /metadata; the gateway's functions stand in its guide. */
const describedElsewhere = /(fhir|import|gateway)\.routes\.ts$/

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  (name) =>
    /(\.routes|server\/(start-server|register-\w+))\.ts$/.test(name) && !describedElsewhere.test(name),
)
const routes = files.flatMap((name) =>
  [
    ...readFileSync(join(src, name), 'utf8').matchAll(
      /app\.(?:get|post|put|delete)(?:<[^(]*>)?\(\s*(['`])(\/.+?)\1/g,
    ),
  ].map(([, , path = '']) => ({ name, path })),
)
/** Addresses of one door stand in a table of the code, not one by one at `app.post`. */
const doors = [
  ...readFileSync(join(src, 'record/intake/intake.routes.ts'), 'utf8').matchAll(/^ {2}'(\/intake\/.+?)':/gm),
].map(([, path = '']) => ({ name: 'record/intake/intake.routes.ts', path }))

test('the routes were found', () => {
  assert.ok(routes.length > 50, `${routes.length} routes`)
  assert.ok(doors.length > 5, `${doors.length} doors`)
})

test('every address of the server stands on the page of the API', () => {
  const missing = [...routes, ...doors].filter(({ path }) => !isOnThePage(path))
  assert.deepEqual(
    missing.map(({ name, path }) => `${name}: ${path}`),
    [],
  )
})

/** `:receiptId` and `${how}` of the code may have any name, or one example, on the page. */
function isOnThePage(path: string): boolean {
  const parts = path.split(/(?::\w+|\$\{\w+\})/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`(?<![\\w/-])${parts.join('(?:\\{\\w+\\}|\\w+)')}(?![\\w/{-])`).test(page)
}
