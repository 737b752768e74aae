import { fail } from '#foundation/result'
import type { Answered } from '../answer.types.ts'
import type { Call, OperationRoute } from '../call.types.ts'
import { methodNotAllowed, noSuchOperation } from '../fhir.problems.ts'
import type { Target } from '../read-target.ts'

type Asked = Extract<Target, { kind: 'operation' }>

const levelOf = ({ type, id }: Asked) =>
  id !== undefined ? 'instance' : type !== undefined ? 'type' : 'system'

const routesOf = ({ caller }: Call, asked: Asked): readonly OperationRoute[] =>
  caller.service.operations.find(asked.name, levelOf(asked), asked.type)

/** Hands a `$operation` to whoever registered for it. */
export async function operate(call: Call, asked: Asked): Promise<Answered> {
  const routes = routesOf(call, asked)
  if (routes.length === 0) return fail(noSuchOperation(asked.name))
  const method = call.method === 'HEAD' ? 'GET' : call.method
  const route = routes.find(({ methods }) => (methods as readonly string[]).includes(method))
  if (!route) return fail(methodNotAllowed([...new Set(routes.flatMap(({ methods }) => methods))]))
  const { name, type, id } = asked
  return route.handle({
    ...call,
    name,
    level: levelOf(asked),
    ...(type === undefined ? {} : { type }),
    ...(id === undefined ? {} : { id }),
  })
}

/** Does the answer not depend on what the client says it accepts? */
export const answersAnyFormat = (call: Call): boolean =>
  call.target.kind === 'operation' && routesOf(call, call.target).some(({ anyFormat }) => anyFormat === true)
