import type { OperationRoute } from '../call.types.ts'
import { closureOperation } from './closure-operation.ts'
import { documentOperation } from './document.ts'
import { everythingOperation } from './everything.ts'
import { graphqlOperation } from './graphql/graphql.ts'
import { lastnOperation } from './lastn.ts'
import { summaryOperation } from './summary/summary.ts'
import { terminologyOperations } from './terminology-operations.ts'
import { validateOperation } from './validate-operation.ts'
import { viewRunOperation } from './view-run/view-run.ts'

/** The operations this room answers by itself; others are handed to `fhirRoutes`. */
export const ownOperations: readonly OperationRoute[] = [
  validateOperation,
  ...terminologyOperations,
  closureOperation,
  everythingOperation,
  summaryOperation,
  documentOperation,
  lastnOperation,
  graphqlOperation,
  viewRunOperation,
]
