import { useTranslation } from 'react-i18next'
import { vi } from '../i18n/vi'

type Known = Exclude<keyof typeof vi.table, 'other'>

const isKnown = (table: string): table is Known => table !== 'other' && Object.hasOwn(vi.table, table)

/** `XML2` → "Bảng 2 – thuốc (XML2)"; a table without words keeps its own name. */
export function useTableName() {
  const { t } = useTranslation()
  return (table: string): string => (isKnown(table) ? t(`table.${table}`) : t('table.other', { table }))
}
