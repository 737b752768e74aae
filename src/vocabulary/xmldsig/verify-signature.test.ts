import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { aTempDir } from '#foundation/testkit'
import { readAuthorities, type SignatureFault, signatureProblem, verifySignature } from './index.ts'
import { anEnvelope, aSigner, signed } from './testing.ts'

const at = new Date('2026-12-01T00:00:00Z')
const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name))
const hospital = aSigner()
const envelope = anEnvelope('PFRPTkdfSE9QLz4=', 'PEtIQUMvPg==')

function check(xml: string | Uint8Array, options: Partial<Parameters<typeof verifySignature>[1]> = {}) {
  const result = verifySignature(typeof xml === 'string' ? Buffer.from(xml) : xml, { at, ...options })
  assert.ok(result.present, 'no signature seen')
  return result
}
const reasonOf = (xml: string, options?: Parameters<typeof check>[1]): SignatureFault | null =>
  check(xml, options).reason

test('three files signed by another program are genuine, each in the form it is signed in the field', () => {
  const authorities = readAuthorities(fixture('authority.pem').toString())
  assert.ok(authorities.ok)
  for (const [name, covers] of [
    ['check-in.signed.xml', 'document'],
    ['death-notice.signed.xml', 'records'],
    ['visit.signed.xml', 'records'],
  ] as const) {
    const result = check(fixture(name), { authorities: authorities.value })
    assert.equal(result.reason, null, name)
    assert.equal(result.covers, covers, name)
    assert.equal(result.trust, 'trusted', name)
    assert.match(result.signer!.subject, /BENH VIEN DA KHOA MAU 2/)
    assert.match(result.signer!.issuer, /Mau CA G1/)
    assert.match(result.certificate!, /BEGIN CERTIFICATE/)
    assert.equal(signatureProblem(result), null)
    assert.deepEqual(JSON.parse(JSON.stringify(result)), result, 'plain JSON')
  }
})

test('the time that the signer wrote under the signature is the one that counts', () => {
  const late = new Date('2099-01-01T00:00:00Z')
  const said = check(fixture('death-notice.signed.xml'), { at: late })
  assert.equal(said.signedAt, '2026-12-03T09:30:00.000Z')
  assert.equal(said.reason, null)
  assert.equal(check(fixture('check-in.signed.xml'), { at: late }).reason, 'expired')
})

test('one letter changed anywhere in what another program signed is seen', () => {
  for (const name of ['check-in.signed.xml', 'death-notice.signed.xml', 'visit.signed.xml']) {
    const text = fixture(name).toString()
    const place = name.startsWith('visit')
      ? text.indexOf('</NOIDUNGFILE>') - 9
      : text.indexOf('</HO_TEN>') - 1
    const changed = `${text.slice(0, place)}${text[place] === 'A' ? 'B' : 'A'}${text.slice(place + 1)}`
    assert.equal(reasonOf(changed), 'tampered', name)
  }
})

test('a file of ours is genuine over the whole document and over its records', () => {
  assert.equal(check(signed(envelope, hospital)).covers, 'document')
  assert.equal(
    check(signed(envelope, hospital, { what: "//*[local-name(.)='THONGTINHOSO']" })).covers,
    'records',
  )
  assert.equal(check(`\ufeff${signed(envelope, hospital)}`).reason, null, 'a byte order mark is no change')
})

test('a file without a signature has none', () => {
  assert.deepEqual(verifySignature(Buffer.from(envelope), { at }), { present: false })
  assert.deepEqual(verifySignature(new Uint8Array(), { at }), { present: false })
})

test('a certificate counts only in its time', () => {
  assert.equal(reasonOf(signed(envelope, aSigner({ to: '2026-11-30' }))), 'expired')
  assert.equal(reasonOf(signed(envelope, aSigner({ from: '2026-12-02' }))), 'not-yet-valid')
})

test('an issuer is judged only against a list, and a chain may go over an authority in between', () => {
  const root = aSigner({ name: 'GOC', isAuthority: true })
  const middle = aSigner({ name: 'TRUNG GIAN', isAuthority: true, issuer: root })
  const leaf = aSigner({ name: 'BENH VIEN', issuer: middle })
  const known = (...pems: string[]) => {
    const read = readAuthorities(pems.join('\n'))
    assert.ok(read.ok)
    return { authorities: read.value }
  }
  const file = signed(envelope, leaf, { chain: [middle] })
  assert.equal(check(file).trust, 'not-checked')
  assert.equal(check(file, known(root.pem)).trust, 'trusted')
  assert.equal(check(file, known(root.pem)).signer?.subject, 'CN=BENH VIEN')
  assert.equal(reasonOf(signed(envelope, leaf), known(root.pem)), 'untrusted-issuer', 'the middle is missing')
  assert.equal(reasonOf(signed(envelope, hospital), known(root.pem)), 'untrusted-issuer')
  const noAuthority = aSigner({ name: 'KHONG PHAI CA', issuer: root })
  const forged = aSigner({ name: 'GIA', issuer: noAuthority })
  assert.equal(
    reasonOf(signed(envelope, forged, { chain: [noAuthority] }), known(root.pem)),
    'untrusted-issuer',
  )
  assert.equal(readAuthorities('không phải PEM').ok, false)
})

test('a record put beside the signed ones, or in their place, is not covered', () => {
  const what = "//*[local-name(.)='THONGTINHOSO']"
  const file = signed(envelope, hospital, { what })
  const part = /<THONGTINHOSO.*<\/THONGTINHOSO>/s.exec(file)![0]
  const other = part.replace('Id="HS-1"', 'Id="HS-2"').replace('PFRPTkdfSE9QLz4=', 'R0lBPg==')
  // Beside it; in its place with the true one in an element nobody reads; and inside the signature's own Object.
  assert.equal(reasonOf(file.replace(part, other + part)), 'not-covering')
  assert.equal(reasonOf(file.replace(part, `${other}<CU>${part}</CU>`)), 'not-covering')
  const hidden = `<Object xmlns="http://www.w3.org/2000/09/xmldsig#">${part.replace('<THONGTINHOSO', '<THONGTINHOSO xmlns=""')}</Object></Signature>`
  assert.equal(reasonOf(file.replace(part, other).replace('</Signature>', hidden)), 'wrapped')
  assert.equal(
    reasonOf(file.replace(part, part.replace('HS-1', 'HS-1" id="HS-9') + other.replace('HS-2', 'HS-1'))),
    'duplicate-id',
  )
  assert.equal(reasonOf(file.replace('<CHUKYDONVI>', `<CHUKYDONVI>${other}`)), 'not-covering')
})

test('a record in a comment is under no signature', () => {
  const file = signed(envelope, hospital)
  assert.equal(
    reasonOf(file.replace('<DANHSACHHOSO>', '<DANHSACHHOSO><!-- <HOSO><X/></HOSO> -->')),
    'wrapped',
  )
  assert.equal(reasonOf(file.replace('<DANHSACHHOSO>', '<DANHSACHHOSO><!-- ghi chú -->')), null)
})

test('a signature of one file says nothing about another', () => {
  const signature = /<Signature.*<\/Signature>/s.exec(signed(envelope, hospital))![0]
  const moved = anEnvelope('R0lBPg==').replace('<CHUKYDONVI>', `<CHUKYDONVI>${signature}`)
  assert.equal(reasonOf(moved), 'tampered')
  assert.equal(
    reasonOf(signed(envelope, hospital).replace('</CHUKYDONVI>', `${signature}</CHUKYDONVI>`)),
    'several-signatures',
  )
  const elsewhere = signed(envelope, hospital)
    .replace(signature, '')
    .replace('</DANHSACHHOSO>', `${signature}</DANHSACHHOSO>`)
  assert.equal(reasonOf(elsewhere), 'misplaced')
})

test('another certificate under the same signature is seen', () => {
  const other = aSigner({ name: 'KHAC' })
  const base64 = (pem: string) => pem.replace(/-----[^-]+-----|\s/g, '')
  const file = signed(envelope, hospital)
  assert.equal(reasonOf(file.replace(base64(hospital.pem), base64(other.pem))), 'wrong-value')
  assert.equal(reasonOf(file.replace(base64(hospital.pem), 'AAAA')), 'no-certificate')
  assert.equal(reasonOf(file.replace(/<KeyInfo>.*<\/KeyInfo>/s, '')), 'no-certificate')
})

test('a certificate with a damaged date or key is none, whatever stands in its bytes', () => {
  const file = signed(envelope, hospital)
  const whole = new X509Certificate(hospital.pem).raw
  const withCertificate = (der: Buffer) =>
    file.replace(whole.toString('base64'), () => der.toString('base64'))
  const damaged = (after: string, skip: number, byte: number) => {
    const der = Buffer.from(whole)
    const place = der.indexOf(Buffer.from(after, 'hex'))
    assert.ok(place > 0, after)
    der[place + skip] = byte
    return withCertificate(der)
  }
  const [generalizedTime, rsaEncryption] = ['180f', '06092a864886f70d010101']
  assert.equal(reasonOf(damaged(generalizedTime, 4, '-'.charCodeAt(0))), 'no-certificate')
  assert.equal(reasonOf(damaged(rsaEncryption, 17, 0xff)), 'no-certificate')
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (place, byte) => {
      const der = Buffer.from(whole)
      der[place] = byte
      check(withCertificate(der))
    }),
    { numRuns: 200 },
  )
})

test('weak, foreign and dangerous choices are refused by name', () => {
  assert.equal(reasonOf(signed(envelope, aSigner({ bits: 1_024 }))), 'weak-key')
  const sha1 = 'http://www.w3.org/2000/09/xmldsig#sha1'
  assert.equal(reasonOf(signed(envelope, hospital, { digest: sha1 })), 'algorithm')
  const rsaSha1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'
  assert.equal(reasonOf(signed(envelope, hospital, { algorithm: rsaSha1 })), 'algorithm')
  const file = signed(envelope, hospital)
  assert.equal(reasonOf(file.replaceAll('xmldsig-more#rsa-sha256', 'xmldsig-more#hmac-sha256')), 'algorithm')
  const xslt = file.replace(/xmldsig#enveloped-signature/, 'http://www.w3.org/TR/1999/REC-xslt-19991116')
  assert.equal(reasonOf(xslt), 'algorithm')
  for (const uri of ['http://127.0.0.1/x', 'file:///etc/passwd', '#xpointer(/)', "#a'b", 'cid:x'])
    assert.equal(reasonOf(file.replace('URI=""', `URI="${uri}"`)), 'external-reference', uri)
  assert.equal(reasonOf(file.replace('<GIAMDINHHS', '<!DOCTYPE x [<!ENTITY a "b">]><GIAMDINHHS')), 'doctype')
})

test('a broken, deep or huge file is a sentence and never an accident', () => {
  const file = signed(envelope, hospital)
  assert.equal(reasonOf(file.slice(0, -20)), 'unreadable')
  assert.equal(reasonOf(file.replace('<HOSO>', `${'<A>'.repeat(5_000)}`)), 'too-large')
  const huge = Buffer.concat([Buffer.from(file), Buffer.alloc(17 * 1024 * 1024, 0x20)])
  const result = check(huge)
  assert.equal(result.reason, 'too-large')
  assert.match(signatureProblem(result)!.message, /Chia nhỏ/)
  assert.equal(signatureProblem(result)!.code, 'BHYT_SIGNATURE_TOO_LARGE')
})

test('whatever is done to the bytes of a signed file, it is never more genuine and never throws', () => {
  const file = fixture('visit.signed.xml')
  const begin = file.indexOf('<THONGTINHOSO')
  const end = file.indexOf('</THONGTINHOSO>')
  fc.assert(
    fc.property(fc.integer({ min: begin, max: end }), fc.integer({ min: 33, max: 126 }), (place, byte) => {
      if (file[place] === byte) return
      const changed = Buffer.from(file)
      changed[place] = byte
      const result = verifySignature(changed, { at })
      // White space that a tag allows is no change of what is said; a printable letter always is.
      assert.ok(!result.present || !result.valid)
    }),
    { numRuns: 150 },
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(file.length), fc.nat(60), (noise, place, cut) => {
      const changed = Buffer.concat([file.subarray(0, place), noise, file.subarray(place + cut)])
      verifySignature(changed, { at })
    }),
    { numRuns: 200 },
  )
})

test('what xmlsec1 accepts and refuses, we accept and refuse', (t) => {
  if (spawnSync('xmlsec1', ['--version']).status !== 0) return t.skip('xmlsec1 is not installed')
  const folder = aTempDir('mach-xmldsig')
  const judge = (xml: string) => {
    const path = join(folder.path, 'x.xml')
    writeFileSync(path, xml)
    const ids = ['--id-attr:Id', 'THONGTINHOSO']
    const key = ['--trusted-pem', join(folder.path, 'ca.pem')]
    return spawnSync('xmlsec1', ['--verify', ...ids, ...key, path]).status === 0
  }
  writeFileSync(join(folder.path, 'ca.pem'), hospital.pem)
  const file = signed(anEnvelope('Ví dụ &amp; <![CDATA[<a>]]> NFD e\u0302', 'x'), hospital)
  for (const [name, xml] of Object.entries({
    whole: file,
    part: signed(envelope, hospital, { what: "//*[local-name(.)='THONGTINHOSO']" }),
    changed: file.replace('Ví dụ', 'Vi dụ'),
    sameMeaning: file.replace('&amp; <![CDATA[<a>]]>', '&#38; &lt;a&gt;'),
    space: file.replace('<NGAYLAP>', '<NGAYLAP >').replace('</DANHSACHHOSO>', '</DANHSACHHOSO\n>'),
    moreSpace: file.replace('</HOSO>', '</HOSO> '),
  })) {
    const ours = check(xml)
    assert.equal(ours.valid, judge(xml), `${name}: ${ours.reason}`)
  }
  folder.remove()
})
