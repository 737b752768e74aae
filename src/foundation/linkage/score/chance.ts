/** A chance from its log2 odds. */
export const chanceOf = (bits: number): number => 1 / (1 + 2 ** -bits)

/** The log2 odds of a chance. */
export const bitsOf = (chance: number): number => Math.log2(chance / (1 - chance))

/** Bits of the chance, before anything is compared, that a record is of one person out of so many. */
export const priorBits = (persons: number): number => -Math.log2(Math.max(1, persons))
