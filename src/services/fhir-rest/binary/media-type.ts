const form = /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}(\s?;[\x20-\x7e]{0,500})?$/

/** A media type that may stand in a header as it is (RFC 9110, 8.3.1). */
export const isMediaType = (text: string): boolean => form.test(text)

/** `text/xml; charset=utf-8` without what follows the name. */
export const bareMediaType = (text: string): string => text.split(';', 1)[0]!.trim().toLowerCase()
