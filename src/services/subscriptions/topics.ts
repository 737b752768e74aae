/** What one can subscribe to, as data in the manner of R5's SubscriptionTopic. */
export interface Topic {
  readonly url: string
  readonly title: string
  readonly description: string
  readonly triggers: readonly TopicTrigger[]
  /** Search parameters that a subscription may narrow by, of each type; `*`: any. */
  readonly canFilterBy: Readonly<Record<string, readonly string[] | '*'>>
}

export interface TopicTrigger {
  /** `*`: every type but those of `notByStar`. */
  readonly resource: string
  readonly interactions: readonly ('create' | 'update' | 'delete')[]
  /** A search that the former version must match; a new resource has none and passes. */
  readonly previous?: string
  /** A search that the version written must match. */
  readonly current?: string
}

const topic = (name: string, rest: Omit<Topic, 'url'>): Topic => ({
  url: `https://mach.vn/fhir/SubscriptionTopic/${name}`,
  ...rest,
})

const ofEncounter = [
  '_id',
  'patient',
  'subject',
  'class',
  'type',
  'service-provider',
  'location',
  'identifier',
]
const ofResult = ['_id', 'patient', 'subject', 'code', 'category', 'performer', 'encounter', 'identifier']

/** The topics of this server. */
export const topics: readonly Topic[] = [
  topic('encounter-start', {
    title: 'Bắt đầu lượt khám, đợt điều trị',
    description: 'Một Encounter chuyển sang in-progress, hoặc được tạo ở trạng thái đó.',
    triggers: [
      {
        resource: 'Encounter',
        interactions: ['create', 'update'],
        previous: 'status:not=in-progress',
        current: 'status=in-progress',
      },
    ],
    canFilterBy: { Encounter: ofEncounter },
  }),
  topic('encounter-end', {
    title: 'Kết thúc lượt khám, đợt điều trị',
    description: 'Một Encounter chuyển sang finished, hoặc được tạo ở trạng thái đó.',
    triggers: [
      {
        resource: 'Encounter',
        interactions: ['create', 'update'],
        previous: 'status:not=finished',
        current: 'status=finished',
      },
    ],
    canFilterBy: { Encounter: ofEncounter },
  }),
  topic('lab-result', {
    title: 'Có kết quả xét nghiệm',
    description: 'Kết quả xét nghiệm (Observation, DiagnosticReport) đã duyệt, được ghi hoặc sửa.',
    triggers: [
      {
        resource: 'Observation',
        interactions: ['create', 'update'],
        current: 'category=laboratory&status=final,amended,corrected',
      },
      {
        resource: 'DiagnosticReport',
        interactions: ['create', 'update'],
        current: 'category=LAB&status=final,amended,corrected',
      },
    ],
    canFilterBy: { Observation: ofResult, DiagnosticReport: ofResult },
  }),
  topic('patient-changed', {
    title: 'Thông tin hành chính người bệnh thay đổi',
    description: 'Một Patient được tạo, sửa hoặc rút.',
    triggers: [{ resource: 'Patient', interactions: ['create', 'update', 'delete'] }],
    canFilterBy: { Patient: ['_id', 'identifier', 'organization', 'general-practitioner', 'active'] },
  }),
  topic('person-links-changed', {
    title: 'Hồ sơ được nối hoặc tách',
    description:
      'Chỉ mục định danh đã nối, gộp hoặc tách hồ sơ của một người; Provenance nêu những Patient nào.',
    triggers: [
      {
        resource: 'Provenance',
        interactions: ['create'],
        current: '_tag=https://mach.vn/fhir/CodeSystem/identity-event|',
      },
    ],
    canFilterBy: { Provenance: ['patient', 'target', '_tag'] },
  }),
  topic('any-change', {
    title: 'Mọi thay đổi',
    description: 'Mọi tài nguyên được tạo, sửa hoặc rút, trừ chính các Subscription.',
    triggers: [{ resource: '*', interactions: ['create', 'update', 'delete'] }],
    canFilterBy: { '*': '*' },
  }),
]

/** A subscription to everything would otherwise be told of its own state, for ever. */
export const notByStar: ReadonlySet<string> = new Set(['Subscription', 'AuditEvent'])

/** By its canonical URL, with or without a version. */
export const topicOf = (canonical: string): Topic | undefined => {
  const url = canonical.split('|')[0]
  return topics.find((each) => each.url === url)
}
