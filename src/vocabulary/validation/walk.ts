import type { CompiledProfile } from './profile.types.ts'
import type { BindingCheck, IssueType, ValidationIssue } from './validation.types.ts'

export type JsonObject = Record<string, unknown>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** FHIR names no limit. Real resources stay under twenty levels; what is deeper is a mistake or an attack. */
const deepest = 64

/**
 * A profile is somebody's resource, and its invariants somebody's expressions: each ends within a bounded number of steps,
 * but there may be a hundred of them on each of ten thousand elements.
 */
export const mostProfileTime = 3_000

/** Profiles by their canonical URLs. */
export interface ProfileSource {
  /** Null when nobody knows it, or nobody can hold anything against it. */
  find(canonical: string): CompiledProfile | null
  /** Is there a definition, readable or not? */
  has(canonical: string): boolean
}

/** What a Bundle says of the resources in it, for references between them. */
export interface BundleScope {
  /** Resource type of each fullUrl; a bundle keeps its own list. */
  readonly types: ReadonlyMap<string, string>
  /** `transaction`, `document` … */
  readonly type: string
}

/** The resources contained in one resource, and which of them somebody points to. */
export interface ContainedScope {
  readonly types: ReadonlyMap<string, string>
  readonly used: Set<string>
}

/**
 * One validation on its way through a resource: where it stands and what it found. The path is two arrays that are
 * overwritten, so that a valid element costs no allocation; text is made of them only for an issue.
 */
export class Walk {
  readonly issues: ValidationIssue[] = []
  /** Elements whose JSON shape is wrong: invariants around them would judge what is not there. */
  broken = 0
  /** Enough errors were found, or the resource is deeper than anything sensible. */
  isStopped = false
  resource: JsonObject = {}
  rootResource: JsonObject = {}
  bundle: BundleScope | null = null
  /** Conditional references will be resolved by whoever asked. */
  willResolve = false
  contained: ContainedScope | null = null
  /** Milliseconds that the invariants of profiles took so far. */
  profileTime = 0
  /** Inside a contained resource: did anything in it point to its container (`#`)? */
  refersToContainer = false

  readonly profiles: ProfileSource
  readonly bindings: BindingCheck | null
  private readonly maxIssues: number
  private readonly names: string[] = []
  private readonly places: number[] = []
  private depth = -1
  private errors = 0
  private advice = 0

  /** Not reporting, only asking whether there would be an error. */
  private isProbing = false
  private hasFailed = false

  constructor(bindings: BindingCheck | null, profiles: ProfileSource, maxIssues: number) {
    this.bindings = bindings
    this.profiles = profiles
    this.maxIssues = maxIssues
  }

  /** Goes into a property; false when that is too deep, and then there is nothing to leave. */
  enter(name: string): boolean {
    if (this.depth + 1 > deepest) {
      if (this.isStopped) return false
      this.broken += 1
      this.report(
        'fatal',
        'too-long',
        `Tài nguyên lồng sâu quá ${deepest} tầng; hãy kiểm tra lại phần mềm gửi.`,
      )
      this.isStopped = true
      return false
    }
    this.depth += 1
    this.names[this.depth] = name
    this.places[this.depth] = -1
    return true
  }

  /** Goes to an item of the list that was entered. */
  place(index: number): void {
    this.places[this.depth] = index
  }

  leave(): void {
    this.depth -= 1
  }

  get path(): string {
    let path = ''
    for (let at = 0; at <= this.depth; at++) {
      const place = this.places[at]!
      path += (at === 0 ? '' : '.') + this.names[at]! + (place < 0 ? '' : `[${place}]`)
    }
    return path
  }

  /** Warnings have a share of their own, so that a thousand of them never hide an error. */
  report(severity: ValidationIssue['severity'], code: IssueType, message: string, key?: string): void {
    const isError = severity === 'error' || severity === 'fatal'
    if (this.isProbing) {
      this.hasFailed ||= isError
      return
    }
    if (this.isStopped) return
    if (isError ? this.errors >= this.maxIssues : this.advice >= this.maxIssues) {
      if (isError) this.stop()
      return
    }
    if (isError) this.errors += 1
    else this.advice += 1
    const issue = { severity, code, message, expression: this.path }
    this.issues.push(key === undefined ? issue : { ...issue, key })
  }

  error(code: IssueType, message: string): void {
    this.report('error', code, message)
  }

  warn(code: IssueType, message: string): void {
    this.report('warning', code, message)
  }

  /** An issue of a property of where we stand. */
  errorAt(name: string, code: IssueType, message: string): void {
    if (!this.enter(name)) return
    this.report('error', code, message)
    this.leave()
  }

  /** The JSON itself is of another shape than FHIR's. */
  break(message: string): void {
    this.broken += 1
    this.report('error', 'structure', message)
  }

  /** Would this check find an error? Nothing is reported. */
  passes(check: () => void): boolean {
    const { isProbing, hasFailed } = this
    this.isProbing = true
    this.hasFailed = false
    check()
    const passed = !this.hasFailed
    this.isProbing = isProbing
    this.hasFailed = hasFailed
    return passed
  }

  private stop(): void {
    this.isStopped = true
    this.issues.push({
      severity: 'information',
      code: 'too-costly',
      message: `Còn lỗi khác; chỉ nêu ${this.maxIssues} lỗi đầu. Hãy sửa rồi kiểm tra lại.`,
      expression: this.path,
    })
  }
}
