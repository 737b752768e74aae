import { type Answered, answers } from '../gateway.problems.ts'
import type { Account, GatewayDeps } from '../gateway.types.ts'
import type { Call } from '../protocol/read-call.ts'
import { readSlashedDay } from '../protocol/times.ts'
import { countByDay, findTransaction, listDay } from './submission.queries.ts'

type Deps = Pick<GatewayDeps, 'db'>
type Body = Readonly<Record<string, unknown>>

const refused = ({ code, message }: Answered): Body => ({ maKetQua: code, thongDiep: message })
const slashed = (day: string) => day.split('-').reverse().join('/')

/** nhanKQTiepNhanHS4210: how many of each day arrived, and with what luck. */
export async function answerByDay({ db }: Deps, account: Account, call: Call): Promise<Body> {
  const from = readSlashedDay(call.get('tungay') ?? '')
  const to = readSlashedDay(call.get('denngay') ?? '')
  if (from === null || to === null) return refused(answers.badParameter('tuNgay, denNgay (dd/MM/yyyy)'))
  const days = (await countByDay(db, account.facility, call.get('loaihoso'), from, to)).map((row) => ({
    ngayGui: slashed(row.day),
    tongSo: row.total,
    soHSThanhCong: row.total - row.set_aside,
    soHSLoi: row.set_aside,
  }))
  // The document spells it one way and the gateway answers another; software reads either.
  return { maKetQua: '200', dsKQGuiHosoNgay: days, dsKQGuiHoSoNgay: days }
}

/** nhanChiTietHSNgay4210: the transactions of one day. */
export async function answerOfDay({ db }: Deps, account: Account, call: Call): Promise<Body> {
  const day = readSlashedDay(call.get('ngaygui') ?? '')
  if (day === null) return refused(answers.badParameter('ngayGui (dd/MM/yyyy)'))
  const rows = await listDay(db, account.facility, call.get('loaihoso'), day, 5_000)
  return {
    maKetQua: '200',
    dsHoSo: rows.map((row) => ({
      ngayGui: slashed(day),
      maGiaoDich: row.transaction_code,
      soLuongHoSo: row.total,
      slHoSoDung: row.total - row.set_aside,
      slHoSoLoi: row.set_aside,
      mieuTa: row.set_aside === 0 ? 'Đã tiếp nhận' : 'Có hồ sơ lỗi được để riêng',
    })),
  }
}

/** nhanChiTietLoiHS4210: what was wrong in one transaction. */
export async function answerErrors({ db }: Deps, account: Account, call: Call): Promise<Body> {
  const code = call.get('magiaodich')
  const found = code === null ? undefined : await findTransaction(db, account.facility, code)
  if (!found) return refused(answers.badParameter('maGiaoDich'))
  return {
    maKetQua: '200',
    dsLoi: found.problems.map(({ code, message }) => ({ maLoi: '202', moTaLoi: message, maLoiMach: code })),
  }
}
