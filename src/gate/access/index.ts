/** The only hand on the latch: people's reads go through `openGate`. See README.md. */

export type { LinkedPatient, Person } from '#record/identity'
export type { ResourceSearch, StoredResource } from '#record/store'
export { type Actor, loopbackActor } from './actor.ts'
export { type Gate, openGate, type Purpose } from './open-gate.ts'
