import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { projectRoot } from '#foundation/project'

const kind = z.enum(['text', 'code', 'date', 'time', 'number', 'icd10', 'indicator', 'citizen'])
/** `365`: quoted from the annex. `seen`: in public software that follows it. `reading`: ours. */
const source = z.enum(['365', 'seen', 'reading'])

const field = z.object({ name: z.string(), label: z.string(), kind, source })
export type RecordField = Readonly<z.infer<typeof field>>

const group = z.object({
  name: z.string(),
  title: z.string(),
  /** Holds forms under `danhsach`; the others are one object. */
  list: z.boolean(),
  /** Members that hold objects or lists of them. */
  nested: z.array(z.string()),
  fields: z.array(field),
})
export type RecordGroup = Readonly<z.infer<typeof group>>

const table = z.object({ sources: z.record(source, z.string()), groups: z.array(group) })

interface Loaded {
  readonly groups: readonly RecordGroup[]
  readonly groupByName: ReadonlyMap<string, RecordGroup>
  readonly fieldByName: ReadonlyMap<string, ReadonlyMap<string, RecordField>>
  readonly nestedByName: ReadonlyMap<string, ReadonlyMap<string, string>>
}

let loaded: Loaded | null = null

function load(): Loaded {
  if (loaded) return loaded
  const file = join(projectRoot(), 'src/vocabulary/medical-record/data/fields.json')
  const { groups } = table.parse(JSON.parse(readFileSync(file, 'utf8')))
  loaded = {
    groups,
    groupByName: new Map(groups.map((g) => [fold(g.name), g])),
    fieldByName: new Map(groups.map((g) => [g.name, new Map(g.fields.map((f) => [fold(f.name), f]))])),
    nestedByName: new Map(groups.map((g) => [g.name, new Map(g.nested.map((n) => [fold(n), n]))])),
  }
  return loaded
}

/** Vendors write `MaIcd`, `MA_ICD` and `maicd`: one name. */
const fold = (name: string): string => name.toLowerCase().replace(/[_\-\s.]/g, '')

/** The 11 groups of a HoSoBenhAn in the order of the annex. */
export const recordGroups = (): readonly RecordGroup[] => load().groups

/** The group that a name means, however it is spelled. */
export const groupNamed = (name: string): RecordGroup | null => load().groupByName.get(fold(name)) ?? null

/** The field of a group that a name means. */
export const fieldNamed = (groupName: string, name: string): RecordField | null =>
  load().fieldByName.get(groupName)?.get(fold(name)) ?? null

/** How the annex spells the name of a nested object or list; null when it knows none of that name. */
export const nestedNamed = (groupName: string, name: string): string | null =>
  load().nestedByName.get(groupName)?.get(fold(name)) ?? null

/** Is this how the whole is called? */
export const isRecordName = (name: string): boolean => fold(name) === 'hosobenhan'
