/** Thrown while compiling and caught at the door: an unknown function, type or variable. */
export class CompileFault extends Error {}
