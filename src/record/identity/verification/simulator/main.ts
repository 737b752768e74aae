/**
 * A simulated gateway to the population database on this machine, for trying verification and desks that use it:
 *   node --import tsx src/record/identity/verification/simulator/main.ts [port] [people.json] [faults.json]
 *
 * people.json: [{ "citizenNumber", "fullName", "birthDate", "sex" }]; without it there are a few invented people.
 * faults.json: [{ "kind": "status", "status": 503, "times": 20 }, { "kind": "slow", "ms": 4000 }]: one for each question.
 * Client: mach, secret: gia-lap.
 */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { type Fault, faultKinds } from './fault.types.ts'
import { startPopulationSimulator } from './simulator.ts'
import { troublePeople } from './trouble-people.ts'

const people = z.array(
  z.object({
    citizenNumber: z.string().regex(/^\d{12}$/),
    fullName: z.string().min(1),
    birthDate: z.string().regex(/^\d{4}(-\d{2}){0,2}$/),
    sex: z.enum(['male', 'female']),
  }),
)
const faults = z.array(z.looseObject({ kind: z.enum(faultKinds) }))
const invented = [
  { citizenNumber: '079190999001', fullName: 'NGUYỄN THỊ THỬ', birthDate: '1990-03-15', sex: 'female' },
  { citizenNumber: '079060999002', fullName: 'TRẦN VĂN MẪU', birthDate: '1960', sex: 'male' },
]

const [port = '9901', peopleFile, faultsFile] = process.argv.slice(2)
const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))
const known = people.parse(peopleFile ? read(peopleFile) : invented)
const simulator = await startPopulationSimulator({
  people: known,
  clients: { mach: 'gia-lap' },
  port: Number(port),
})
if (peopleFile) troublePeople(simulator.register, known)
if (faultsFile) simulator.fail(...(faults.parse(read(faultsFile)) as unknown as Fault[]))
process.stdout.write(
  `Cổng xác thực dân cư GIẢ LẬP: ${simulator.address} (${known.length} người, mach:gia-lap)\n`,
)
