import type { MedicineItem } from '../../api/types'

const plain = (text: string) => text.toLowerCase().replace(/\s/g, '')

/** Name and strength; hospitals often write the strength into the name, and saying it twice reads like two doses. */
export const medicineName = ({ text, strength }: Pick<MedicineItem, 'text' | 'strength'>): string =>
  strength === null || plain(text).includes(plain(strength)) ? text : `${text} ${strength}`
