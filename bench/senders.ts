import { Agent, request } from 'node:http'

/** Sends bodies over keep-alive connections, each sender one at a time; latency of each answer in ms. */
export async function sendAll(address: string, bodies: readonly Uint8Array[], senders: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: senders })
  const latencies: number[] = []
  let notAccepted = 0
  let next = 0
  const sender = async () => {
    while (next < bodies.length) {
      const body = bodies[next++]!
      const began = performance.now()
      const status = await post(address, agent, body)
      latencies.push(performance.now() - began)
      if (status !== 202) notAccepted += 1
    }
  }
  await Promise.all(Array.from({ length: senders }, sender))
  agent.destroy()
  return { latencies, notAccepted }
}

const post = (address: string, agent: Agent, body: Uint8Array) =>
  new Promise<number>((resolve, reject) => {
    const req = request(`${address}/intake/bhyt-xml`, {
      agent,
      method: 'POST',
      headers: { 'content-type': 'application/xml', 'content-length': body.length },
    })
    req.on('response', (res) => {
      res.resume()
      res.on('end', () => resolve(res.statusCode ?? 0))
    })
    req.on('error', reject)
    req.end(body)
  })

/** Waits until nothing is on its way to the store. */
export async function drained(address: string): Promise<void> {
  for (;;) {
    const text = await (await fetch(`${address}/metrics`)).text()
    if (/^mach_journey_waiting 0$/m.test(text)) return
    await new Promise((done) => setTimeout(done, 20))
  }
}
