import { answerFile, answerStatus, answerViewResult } from './answer-status.ts'
import type { BulkDeps, BulkOperation } from './bulk.types.ts'
import { type ImportRoutesDeps, importRoutes } from './import.routes.ts'
import { kickOffExport } from './kick-off.ts'
import { kickOffImport } from './kick-off-import.ts'
import { openBell, startWorker } from './start-worker.ts'
import { kickOffViewExport } from './view-export/kick-off-view-export.ts'

/** Bulk export and import over one database and one folder. */
export function openBulkData(deps: BulkDeps) {
  const bell = openBell()
  const kicked = { deps, wake: () => bell.ring() }
  const exportAt = (definition: string, rest: Pick<BulkOperation, 'levels' | 'types'>): BulkOperation => ({
    name: 'export',
    definition: `http://hl7.org/fhir/uv/bulkdata/OperationDefinition/${definition}`,
    methods: ['GET', 'POST'],
    ...rest,
    handle: (call) => kickOffExport(kicked, call),
  })
  const hidden = { levels: ['system'], types: [], anyFormat: true, isHidden: true } as const
  const operations: readonly BulkOperation[] = [
    exportAt('export', { levels: ['system'], types: [] }),
    exportAt('patient-export', { levels: ['type'], types: ['Patient'] }),
    exportAt('group-export', { levels: ['instance'], types: ['Group'] }),
    {
      name: 'import',
      definition: 'https://mach.vn/fhir/OperationDefinition/import',
      levels: ['system'],
      types: [],
      methods: ['POST'],
      handle: (call) => kickOffImport(kicked, call),
    },
    {
      name: 'viewdefinition-export',
      definition: 'http://sql-on-fhir.org/OperationDefinition/$viewdefinition-export',
      documentation:
        'Dạng tệp: ndjson (mặc định), csv, json. viewReference: Binary/[id] của máy chủ này, chứa ViewDefinition dạng JSON. Chưa có: source, parquet.',
      levels: ['system'],
      types: [],
      methods: ['POST'],
      // `_format` and Accept speak of the rows; what is answered now is a resource all the same.
      anyFormat: true,
      handle: (call) => kickOffViewExport(kicked, call),
    },
    {
      ...hidden,
      name: 'view-export-result',
      definition: 'https://mach.vn/fhir/OperationDefinition/view-export-result',
      methods: ['GET'],
      handle: (call) => answerViewResult(deps, call),
    },
    {
      ...hidden,
      name: 'bulk-status',
      definition: 'https://mach.vn/fhir/OperationDefinition/bulk-status',
      methods: ['GET', 'DELETE'],
      handle: (call) => answerStatus(deps, kicked.wake, call),
    },
    {
      ...hidden,
      name: 'bulk-file',
      definition: 'https://mach.vn/fhir/OperationDefinition/bulk-file',
      methods: ['GET'],
      handle: (call) => answerFile(deps, call),
    },
  ]
  return {
    operations,
    /** `POST /$import` with the lines as its body; registered with the web server beside the FHIR service. */
    importRoutes: (edge: ImportRoutesDeps) => importRoutes(kicked, edge),
    startWorker: () => startWorker(deps, bell),
  }
}
