import { type PlaceFeatures, readPlace } from './index.ts'

/** An address of which only what matters is named. */
export const aPlace = (
  given: { text?: string; province?: string; district?: string; ward?: string },
  recordedOn: string | null = null,
): PlaceFeatures =>
  readPlace(
    {
      text: given.text ?? null,
      provinceCode: given.province ?? null,
      districtCode: given.district ?? null,
      wardCode: given.ward ?? null,
    },
    recordedOn,
  )
