/** The insurance gateway's functions, answered here: software changes its base address and nothing else. See README.md. */
export type { CardQuestion, CardVisit, KnownCard, LookUpCard } from './cards/card.types.ts'
export { gatewayConfig } from './gateway.config.ts'
export { gatewayMigrations } from './gateway.migrations.ts'
/** The functions as a plugin, for a listener that somebody else opens. */
export { gatewayRoutes } from './gateway.routes.ts'
export type { GatewayDeps, GatewayRules } from './gateway.types.ts'
/** Accounts, events and the relay, for the server of the screens. */
export { type GatewayAdminDeps, gatewayAdminRoutes } from './gateway-admin.routes.ts'
/** The listener of its own, and what forwards to the real gateway. */
export { type OpenGateway, openGateway } from './open-gateway.ts'
export type { Relay } from './relay/relay.types.ts'
/** A simulated insurance gateway, for trials and tests. */
export {
  type Fault,
  type Simulator,
  type SimulatorAccount,
  startGatewaySimulator,
} from './simulator/simulator.ts'
