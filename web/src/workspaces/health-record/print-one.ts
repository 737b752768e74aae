/** Prints one document under the person's banner and leaves the rest of the record off the paper. */
export function printOne(id: string) {
  const one = document.getElementById(id)
  const part = one?.closest('.record-part')
  if (!one || !part) return
  document.body.classList.add('printing-one')
  one.classList.add('prints')
  part.classList.add('prints')
  window.print()
  document.body.classList.remove('printing-one')
  one.classList.remove('prints')
  part.classList.remove('prints')
}
