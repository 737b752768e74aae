import type { Session } from '../accounts/sign-in.ts'
import type { Answered } from '../gateway.problems.ts'
import type { Taken } from '../submissions/take-file.ts'
import type { Endpoint } from './endpoints.ts'
import { dotNetTime, gatewayTime } from './times.ts'

type Body = Readonly<Record<string, unknown>>

/** In this order and with nothing between: some software cuts this answer up by position. */
export const sessionBody = ({ account, accessToken, idToken, expiresAt }: Session): Body => ({
  maKetQua: '200',
  APIKey: {
    access_token: accessToken,
    id_token: idToken,
    token_type: 'Bearer',
    username: account.username,
    expires_in: dotNetTime(expiresAt),
  },
})

/** The outcome of a file. `mach` is ours: the real gateway has no such field, and no software looks at it. */
export function fileBody(words: Endpoint['words'], taken: Taken): Body {
  const { code, message } = taken.answered
  const time = gatewayTime(taken.receivedAt)
  return words === 'certificate'
    ? {
        MaGD: taken.transactionCode ?? '',
        MaKetQua: code,
        ThoiGianTiepNhan: time,
        ThongDiep: message,
        mach: taken.details,
      }
    : {
        maKetQua: code,
        maGiaoDich: taken.transactionCode ?? '',
        thoiGianTiepNhan: time,
        thongDiep: message,
        mach: taken.details,
      }
}

export function driverBody(taken: Taken, fields: ReadonlyMap<string, string>): Body {
  return {
    MSG_STATE: taken.answered.code === '200' ? '1' : '0',
    MSG_TEXT: taken.answered.message,
    IDBENHVIEN: fields.get('idbenhvien') ?? '',
    BENHVIEN: fields.get('benhvien') ?? '',
    SO: fields.get('so') ?? '',
    UUID: taken.transactionCode ?? '',
    mach: taken.details,
  }
}

export function refusalBody(words: Endpoint['words'], { code, message }: Answered): Body {
  if (words === 'driver') return { MSG_STATE: '0', MSG_TEXT: message, UUID: '', mach: { code } }
  if (words === 'certificate') return { MaGD: '', MaKetQua: code, ThoiGianTiepNhan: '', ThongDiep: message }
  return { maKetQua: code, maGiaoDich: '', thoiGianTiepNhan: '', thongDiep: message }
}
