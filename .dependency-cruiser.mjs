/** Who may import whom (CONVENTIONS.md, section 3). A message advises; scripts/fixtures/imports proves the rules still see. */
const road = '^src/record'
const station = '^src/record/(intake|standardise|identity|store|catalogues|restate)'
const base = ['^src/foundation/', '^src/vocabulary/']

/** Another room is entered by its door only: its index.ts, or testing.ts from tests. */
const door = (name, from, to, except = []) => ({
  name,
  severity: 'error',
  comment: 'Enter another room by its door (its index.ts). Export what you need there, with a sentence.',
  from: { path: from },
  to: { path: to, pathNot: ['/index\\.ts$', ...except] },
})

const rule = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to })

export default {
  forbidden: [
    rule(
      'no-cycles',
      'Two files that need each other are one file, or need a third.',
      {},
      { circular: true },
    ),
    rule(
      'foundation-knows-nothing',
      'The foundation knows nothing of health: move what you need down, or yourself up.',
      { path: '^src/foundation/' },
      { path: '^(src/(?!foundation/)|web/|province/|bench/|corpus/|e2e/)' },
    ),
    rule(
      'vocabulary-says-words',
      'The vocabulary says what words mean; it does not know who uses them.',
      { path: '^src/vocabulary/' },
      { path: '^(src/(?!foundation/|vocabulary/)|web/|province/|bench/|corpus/|e2e/)' },
    ),
    rule(
      'stations-do-not-know-each-other',
      'Stations do not know each other. The journey is the only room that knows the order.',
      { path: `${station}/` },
      { path: '^src/', pathNot: [...base, '^src/record/$1/'] },
    ),
    rule(
      'doors-lead-to-the-intake',
      'A door lets machines in: it keeps what they bring through the intake and knows nothing of what becomes of it.',
      { path: '^src/doors/([^/]+)/' },
      { path: '^src/', pathNot: [...base, '^src/record/intake/', '^src/doors/$1/'] },
    ),
    rule(
      'journey-joins-the-four',
      'Machines reach the record through the journey; the gate and the services are for people.',
      { path: '^src/record/journey/' },
      { path: '^src/', pathNot: [...base, `${road}/`] },
    ),
    rule(
      'gate-reads-store-and-identity',
      'The gate guards the store and the index; it knows no formats and no services.',
      { path: '^src/gate/' },
      { path: '^src/', pathNot: [...base, '^src/gate/', '^src/record/(store|identity)/'] },
    ),
    rule(
      'people-go-through-the-gate',
      'People reach the record through the gate, machines through the journey. Services meet by events or in the store.',
      { path: '^src/services/([^/]+)/' },
      { path: '^src/', pathNot: [...base, '^src/gate/', '^src/services/$1/'] },
    ),
    rule(
      'nobody-imports-the-server',
      'The server assembles rooms; nobody but the command line needs it.',
      { pathNot: '^src/(server|cli)/' },
      { path: '^src/(server|cli)/' },
    ),
    rule(
      'web-is-alone',
      'The screens know the server by HTTP only.',
      { path: '^web/' },
      { path: '^(src|province|bench|corpus|e2e)/' },
    ),
    rule(
      'testing-is-for-tests',
      'testing.ts and the testkit are for tests.',
      { path: '^src/', pathNot: ['\\.test\\.ts$', '/testing\\.ts$', '^src/foundation/testkit/'] },
      { path: ['/testing\\.ts$', '^src/foundation/testkit/'] },
    ),
    door('door-of-foundation', '^src/(?!foundation/)', '^src/foundation/', ['/testing\\.ts$']),
    door('door-between-foundation-rooms', '^src/foundation/([^/]+)/', '^src/foundation/', [
      '^src/foundation/$1/',
      '/testing\\.ts$',
    ]),
    door('door-of-vocabulary', '^src/(?!vocabulary/)', '^src/vocabulary/', ['/testing\\.ts$']),
    door('door-between-vocabulary-rooms', '^src/vocabulary/([^/]+)/', '^src/vocabulary/', [
      '^src/vocabulary/$1/',
      '/testing\\.ts$',
    ]),
    door('door-of-record', '^src/(?!record/)', '^src/record/', ['/testing\\.ts$']),
    door('door-between-record-rooms', '^src/record/([^/]+)/', '^src/record/', [
      '^src/record/$1/',
      '/testing\\.ts$',
    ]),
    door('door-of-doors', '^src/(?!doors/)', '^src/doors/', ['/testing\\.ts$']),
    door('door-of-gate', '^src/(?!gate/)', '^src/gate/', ['/testing\\.ts$']),
    door('door-of-services', '^src/(?!services/)', '^src/services/', ['/testing\\.ts$']),
    door('door-of-server', '^src/cli/', '^src/server/'),
    door('door-for-outsiders', '^(province|bench|corpus|e2e)/', '^src/', ['/testing\\.ts$']),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)node_modules/|^web/dist/|^dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
    tsPreCompilationDeps: true,
  },
}
