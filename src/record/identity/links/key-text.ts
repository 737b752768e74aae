/** The text whose hash is the shard of a row that is found by its key and not by an id. A data format. */
export const keyText = (...parts: readonly string[]): string => parts.join('\u0000')
