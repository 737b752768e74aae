/**
 * A simulated insurance gateway on this machine, for trying the relay and software that sends:
 *   node --import tsx src/doors/insurance-gateway/simulator/main.ts [port] [username:password:facility]…
 */
import { startGatewaySimulator } from './simulator.ts'

const [port = '9900', ...given] = process.argv.slice(2)
const accounts = (given.length > 0 ? given : ['99902_BV:matkhau-gia-lap:99902']).map((text) => {
  const [username = '', password = '', facility = ''] = text.split(':')
  return { username, password, facility }
})
const simulator = await startGatewaySimulator(accounts, { port: Number(port) })
process.stdout.write(
  `Cổng giám định GIẢ LẬP: ${simulator.address} (${accounts.map((a) => a.username).join(', ')})\n`,
)
