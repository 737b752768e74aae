/** HL7 v2 over MLLP: how hospital software sends messages one by one. See README.md. */

export type { RefusedMessage } from './connection.ts'
export type { Keep } from './gather.ts'
export { mllpConfig } from './mllp.config.ts'
/** A small client, for tests, load, and rooms that send. */
export { connectMllp, type MllpClient } from './mllp-client.ts'
/** The ports with explicit options. */
export { type MllpDoor, type MllpOptions, openMllp } from './open-mllp.ts'
/** What queries are answered by; the server hands it in. */
export type { AskIdentity, Candidate, QueryAsker } from './queries/index.ts'
/** The ports as the configuration asks for them. */
export { type MllpConfig, startMllp } from './start-mllp.ts'
