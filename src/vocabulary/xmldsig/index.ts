/** Signatures in files (XMLDSig in CHUKYDONVI): checked, and recorded as evidence. See README.md. */
export { readAuthorities, type SignerAuthorities } from './certificates.ts'
/** A Vietnamese sentence for what is wrong with a signature, as a problem of the file. */
export { signatureProblem } from './signature-sentences.ts'
/** A quick look for any signature, and the check itself. */
export { hasSignature, maxSignedBytes, type VerifyOptions, verifySignature } from './verify-signature.ts'
export type { SignatureCheck, SignatureFault, SignatureRecord } from './xmldsig.types.ts'
