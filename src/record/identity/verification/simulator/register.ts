/** A person as the simulated database holds him. */
export interface SimulatedPerson {
  readonly citizenNumber: string
  readonly fullName: string
  /** `yyyy`, `yyyy-MM` or `yyyy-MM-dd`. */
  readonly birthDate: string
  readonly sex: 'male' | 'female'
}

export interface SimulatedQuestion {
  readonly citizenNumber: string
  readonly fullName: string
  readonly birthDate?: string | undefined
  readonly sex?: string | undefined
}

export type SimulatedVerdict =
  | { readonly result: 'confirmed'; readonly compared: readonly string[] }
  | { readonly result: 'differs'; readonly compared: readonly string[]; readonly differs: readonly string[] }
  | { readonly result: 'not-found'; readonly compared: readonly string[] }
  | { readonly result: 'replaced'; readonly compared: readonly string[]; readonly newNumber?: string }

/** The simulated population database: people by number, and numbers that were replaced. */
export function openRegister(people: readonly SimulatedPerson[]) {
  const byNumber = new Map(people.map((person) => [person.citizenNumber, person]))
  const replaced = new Map<string, { readonly by: string; readonly isTold: boolean }>()
  return {
    find: (citizenNumber: string) => byNumber.get(citizenNumber),

    /** A correction by the authorities: name shortened, sex, no more than the year of birth known … */
    correct(citizenNumber: string, change: Partial<Omit<SimulatedPerson, 'citizenNumber'>>): void {
      const person = byNumber.get(citizenNumber)
      if (person) byNumber.set(citizenNumber, { ...person, ...change })
    },

    /** A new number is issued, as after a correction of sex or year; the old one is given to nobody. */
    replace(old: string, by: string, change: Partial<SimulatedPerson> = {}, isTold = true): void {
      const person = byNumber.get(old)
      if (!person) return
      byNumber.delete(old)
      byNumber.set(by, { ...person, ...change, citizenNumber: by })
      replaced.set(old, { by, isTold })
    },

    answer(question: SimulatedQuestion): SimulatedVerdict {
      const newer = replaced.get(question.citizenNumber)
      const onlyNumber = { compared: ['citizenNumber'] }
      if (newer)
        return { ...onlyNumber, result: 'replaced', ...(newer.isTold ? { newNumber: newer.by } : {}) }
      const person = byNumber.get(question.citizenNumber)
      if (!person) return { ...onlyNumber, result: 'not-found' }
      const differs = [
        ...(sameName(person.fullName, question.fullName) ? [] : ['fullName']),
        ...(question.birthDate && !sameDate(person.birthDate, question.birthDate) ? ['birthDate'] : []),
        ...(question.sex && question.sex !== person.sex ? ['sex'] : []),
      ]
      const compared = [
        ...['citizenNumber', 'fullName'],
        ...(question.birthDate ? ['birthDate'] : []),
        ...(question.sex ? ['sex'] : []),
      ]
      return differs.length === 0
        ? { result: 'confirmed', compared }
        : { result: 'differs', compared, differs }
    },
  }
}

export type Register = ReturnType<typeof openRegister>

/** Capitals and spaces aside, letter for letter: the database knows tone marks. */
const sameName = (a: string, b: string) => written(a) === written(b)
const written = (name: string) => name.normalize('NFC').toUpperCase().split(/\s+/).filter(Boolean).join(' ')

/** As far as both know: 1950 is not different from 1950-03-15. */
const sameDate = (a: string, b: string) => {
  const length = Math.min(a.length, b.length)
  return a.slice(0, length) === b.slice(0, length)
}
