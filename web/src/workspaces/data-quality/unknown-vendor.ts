/** An address drops empty values, so "nobody named the software" needs a word. */
export const unknownVendor = '-'
