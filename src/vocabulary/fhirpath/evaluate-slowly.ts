import type { PathEnvironment } from './path.types.ts'

type Engine = (resource: unknown, text: string, variables: Record<string, unknown>) => unknown[]

let loading: Promise<Engine> | undefined

/** About 18 MB of memory and 0.2 s at the first call: nothing on the way of a request may need it. */
async function load(): Promise<Engine> {
  const [{ default: fhirpath }, { default: model }] = await Promise.all([
    import('fhirpath'),
    import('fhirpath/fhir-context/r4/index.js'),
  ])
  return (resource, text, variables) =>
    fhirpath.evaluate(resource, text, variables, model, {
      resolveInternalTypes: true,
      async: false,
    }) as unknown[]
}

/** Evaluates with the public engine. Rejects when it refuses the expression or the data. */
export async function evaluateSlowly(
  text: string,
  resource: unknown,
  env: PathEnvironment = {},
): Promise<readonly unknown[]> {
  loading ??= load()
  const evaluate = await loading
  // It writes type marks into what it is given.
  return evaluate(structuredClone(resource), text, { ...env.variables, resource: env.resource ?? resource })
}
