import { type Database, sql } from '#foundation/db'

/** Puts what was written lately from the waiting lists of the GINs into their trees (manual, 65.4.1); nothing waits: nothing is done. */
export const mergeWaiting = (db: Database) =>
  db.run(sql`
    select gin_clean_pending_list('store.resource_tok'::regclass), gin_clean_pending_list('store.str_part'::regclass)`)
