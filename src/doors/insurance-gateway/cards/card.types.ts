/** What a facility asks: by card, BHXH number or citizen number, with the name and birth date it was told. */
export interface CardQuestion {
  readonly card: string
  readonly name: string
  /** As sent: dd/MM/yyyy, MM/yyyy or a year. */
  readonly birthDate: string
  readonly facility: string
}

/** What Mạch knows of a holder from what facilities sent. Dates are `yyyy-MM-dd`; a birth date may be a year or a month. */
export interface KnownCard {
  readonly card: string
  readonly name: string
  readonly birthDate: string | null
  readonly sex: 'male' | 'female' | null
  readonly address: string | null
  readonly registeredFacility: string | null
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly areaCode: string | null
  readonly fiveYearsOn: string | null
  readonly insuranceNumber: string | null
  /** Of all facilities; who may see which is decided here. */
  readonly visits: readonly CardVisit[]
}

export interface CardVisit {
  readonly visitId: string
  readonly facility: string
  readonly from: Date
  readonly to: Date | null
  readonly diagnosis: string
  /** KET_QUA_DTRI, MA_LOAI_RV and MA_DOITUONG_KCB as they were sent. */
  readonly outcome: string | null
  readonly discharge: string | null
  readonly route: string | null
}

/** Null: nobody here has that card. The answer is checked against name and birth date before anything of it is said. */
export type LookUpCard = (question: CardQuestion) => Promise<KnownCard | null>
