import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { fail, ok, type Problem, type Result } from '#foundation/result'

/** Thirty-two bytes, as base64 or hexadecimal. */
export function readKey(text: string): Buffer | null {
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  return key.length === 32 ? key : null
}

/** AES-256-GCM, bound to the account it belongs to: a sealed secret moved to another row does not open. */
export function seal(key: Buffer, accountId: string, secret: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(accountId))
  const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

export function unseal(key: Buffer, accountId: string, sealed: Buffer): Result<string> {
  if (sealed.length < 28) return fail(cannotOpen)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
    decipher.setAAD(Buffer.from(accountId))
    decipher.setAuthTag(sealed.subarray(12, 28))
    return ok(Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8'))
  } catch {
    return fail(cannotOpen)
  }
}

const cannotOpen: Problem = {
  code: 'GATEWAY_UPSTREAM_SECRET_UNREADABLE',
  kind: 'unavailable',
  message: 'Không mở được mật khẩu Cổng giám định đã lưu: khóa mã hóa đã đổi. Nhập lại mật khẩu cho cơ sở.',
}
