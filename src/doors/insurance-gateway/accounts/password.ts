import {
  createHash,
  createHmac,
  randomBytes,
  randomInt,
  type ScryptOptions,
  scrypt,
  timingSafeEqual,
} from 'node:crypto'

export interface PasswordHash {
  readonly hash: Buffer
  readonly salt: Buffer
}

// 16 MB and some 40 ms: a sign-in every 15 minutes per facility can afford it, a guesser cannot.
const cost: ScryptOptions = { N: 16_384, r: 8, p: 1 }
// Without letters and digits that are mistaken for each other when read out over the telephone.
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789'

/** Sixteen characters, 92 bits. */
export const newPassword = (): string =>
  Array.from({ length: 16 }, () => alphabet[randomInt(alphabet.length)]).join('')

export const md5Of = (password: string): string =>
  createHash('md5').update(password, 'utf8').digest('hex').toUpperCase()

/** What software sends as the password, in the spelling that is hashed: the rule says upper case, half of it sends lower. */
export const sentPassword = (text: string): string => text.trim().toUpperCase()

export async function hashPassword(md5: string): Promise<PasswordHash> {
  const salt = randomBytes(16)
  return { hash: await derive(md5, salt), salt }
}

/** Takes the same time whether there is something to compare with or not. */
export async function isPassword(md5: string, known: PasswordHash | null): Promise<boolean> {
  const { hash, salt } = known ?? nobody
  return timingSafeEqual(await derive(md5, salt), hash) && known !== null
}

const nobody: PasswordHash = { hash: randomBytes(32), salt: randomBytes(16) }

const derive = (md5: string, salt: Buffer) =>
  new Promise<Buffer>((resolve, reject) =>
    scrypt(md5, salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key))),
  )

/** 256 random bits; letters, digits, `-` and `_` only, since vendors split answers at commas, colons and quotes. */
export const newToken = (): string => randomBytes(32).toString('base64url')

export const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest()

/** Ties a token to the password it was given for, without keeping either. */
export const proofOf = (token: string, md5: string): Buffer =>
  createHmac('sha256', token).update(md5).digest()

export const sameBytes = (one: Buffer, other: Buffer): boolean =>
  one.length === other.length && timingSafeEqual(one, other)
