import { verificationSubscriptions } from '#record/identity/verification'
import { journeySubscriptions } from '#record/journey'
import { linkNoticeSubscriptions } from '#services/link-notices'

/** Which queues hear of what happens: the same in every process and thread that announces. */
export const eventSubscriptions = {
  ...journeySubscriptions,
  ...linkNoticeSubscriptions,
  ...verificationSubscriptions,
}
