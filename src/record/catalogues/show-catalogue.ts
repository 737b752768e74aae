import { type Catalogue, catalogues } from '#vocabulary/catalogues'
import type { CatalogueCard, CatalogueCards, CatalogueVersion } from './api.types.ts'
import type { Catalogues } from './open-catalogues.ts'
import { endOf, versionOn } from './versions/merge-versions.ts'
import type { Version } from './versions/version.types.ts'

/** A catalogue as a person sees it on a day. */
export async function showCatalogue(
  deps: Catalogues,
  catalogue: Catalogue,
  on: string,
): Promise<CatalogueCard> {
  const versions = await deps.versions(catalogue.id)
  const inForce = versionOn(versions, on)
  return {
    id: catalogue.id,
    title: catalogue.title,
    titleEn: catalogue.titleEn,
    group: catalogue.group,
    system: catalogue.system,
    codeExample: catalogue.codeExample,
    fields: catalogue.fields,
    inForce: inForce?.version ?? null,
    entries: inForce ? await sizeOf(deps, catalogue, inForce) : 0,
    versions: versions.map((version) => toVersion(version, versions)).reverse(),
  }
}

/** An imported version says its size; a bundled one is opened (once per process). */
const sizeOf = async (deps: Catalogues, catalogue: Catalogue, version: Version) =>
  version.imported?.total ?? (await deps.book.entries(catalogue, version)).size

function toVersion(version: Version, all: readonly Version[]): CatalogueVersion {
  const { lineage: _lineage, ...shown } = version
  return { ...shown, until: version.imported?.undoneAt ? null : endOf(all, version) }
}

export const showCatalogues = async (deps: Catalogues, on: string): Promise<CatalogueCards> => ({
  on,
  items: await Promise.all(catalogues().map((catalogue) => showCatalogue(deps, catalogue, on))),
})
