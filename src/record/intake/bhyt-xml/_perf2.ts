import { createReadStream, readFileSync } from 'node:fs'
import { splitFile, readRecord } from './index.ts'
import { parseXml } from './xml-tree.ts'
import { openBase64 } from './base64.ts'
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000 }
const f='02-inpatient-surgery-dotnet-bom-cdata.xml'
  let ctx: any; const recs: any[] = []
  for await (const e of splitFile(createReadStream('fixtures/bhyt/'+f))) { if (e.kind==='head') ctx=e; if (e.kind==='record') recs.push(e) }
const r=recs[0]
const text=r.bytes.toString()
const inner=[...text.matchAll(/<NOIDUNGFILE>([\s\S]*?)<\/NOIDUNGFILE>/g)].map((m:any)=>m[1])
const docs=inner.map((t:string)=>openBase64(t)!.bytes.toString('utf8').replace(/^\uFEFF/,''))
function bench(name:string,fn:()=>void,n=1000){ for(let i=0;i<300;i++)fn(); const t=cpu(); for(let i=0;i<n;i++)fn(); console.log(name,((cpu()-t)/n).toFixed(3),'ms') }
bench('read',()=>readRecord(r.bytes,{...ctx,number:1}))
bench('outer parse',()=>parseXml(text))
bench('base64',()=>inner.forEach((t:string)=>openBase64(t)))
console.log(docs.reduce((a:number,d:string)=>a+d.length,0))
bench('inner parse',()=>docs.forEach((d:string)=>{ const p = parseXml(d); if(!p.ok) throw 1}))
for (let i=0;i<3000;i++) readRecord(r.bytes,{...ctx,number:1})
