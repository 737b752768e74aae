import { createReadStream, readFileSync } from 'node:fs'
import { splitFile, readRecord, locateFields } from './index.ts'
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000 }
for (const f of ['01-outpatient-4750-base64.xml','02-inpatient-surgery-dotnet-bom-cdata.xml','03-birth-twins-inline-nfd.xml','06-legacy-4210-windows1258.xml']) {
  let ctx: any; const recs: any[] = []
  for await (const e of splitFile(createReadStream('fixtures/bhyt/'+f))) { if (e.kind==='head') ctx=e; if (e.kind==='record') recs.push(e) }
  const r = recs[0]
  for (let i=0;i<500;i++) readRecord(r.bytes, {...ctx, number:1})
  let t=cpu(); const n=1000
  for (let i=0;i<n;i++) readRecord(r.bytes, {...ctx, number:1})
  console.log(f, r.length, 'bytes readRecord', ((cpu()-t)/n).toFixed(3),'ms')
  t=cpu(); for (let i=0;i<200;i++) locateFields(r.bytes, {...ctx, number:1})
  console.log('   locate', ((cpu()-t)/200).toFixed(3),'ms')
}
async function* gen(f: string, copies: number, chunk: number) {
  const all = readFileSync('fixtures/bhyt/'+f); const s = all.indexOf('<HOSO>'), e = all.lastIndexOf('</HOSO>')+7
  const parts = [all.subarray(0,s)]; const rec = all.subarray(s,e)
  yield parts[0]!
  const block = Buffer.concat(Array(Math.max(1,Math.floor(chunk/rec.length))).fill(rec))
  for (let i=0;i<copies;i+=block.length/rec.length) yield block
  yield all.subarray(e)
}
for (const f of ['01-outpatient-4750-base64.xml','02-inpatient-surgery-dotnet-bom-cdata.xml','03-birth-twins-inline-nfd.xml']) {
  const t=cpu(); let n=0,size=0
  const copies = 20000
  for await (const e of splitFile(gen(f,copies,1<<20))) { if (e.kind==='record') n++; if (e.kind==='end') size=e.size }
  const ms=cpu()-t
  console.log(f, n, (size/1e6).toFixed(0)+'MB', (size/1e6/(ms/1000)).toFixed(0)+' MB/s', (process.memoryUsage().rss/1e6).toFixed(0)+'MB rss')
}
async function* spaces(gb: number, at: string) { const s=Buffer.alloc(1<<20,0x20); yield Buffer.from(at); for(let i=0;i<gb*1024;i++) yield s }
for (const at of ['', '<GIAMDINHHS>', '<GIAMDINHHS><HOSO>','<GIAMDINHHS><HOSO></HOSO>','<GIAMDINHHS><HOSO></HOSO></GIAMDINHHS>', '<GIAMDINHHS><HOSO></HOSO><!--','{"a":1}','{"a":"']) {
  const t=cpu(); const out=[]
  for await (const e of splitFile(spaces(1,at))) out.push(e.kind+':'+(e as any).problems.map((p:any)=>p.code))
  console.log(JSON.stringify(at), out.join(' '), (cpu()-t).toFixed(0)+'ms', (process.memoryUsage().rss/1e6).toFixed(0)+'MB')
}
