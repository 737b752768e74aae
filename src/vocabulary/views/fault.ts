/** Thrown while compiling and caught at the door: where the definition is wrong, and what is. */
export class ViewFault extends Error {
  readonly path: string
  constructor(path: string, detail: string) {
    super(detail)
    this.path = path
  }
}
