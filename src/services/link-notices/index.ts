/** Who asked to know is told when records change their person. See README.md. */

export { type LinkEvent, linkEvents } from './link-event.ts'
/** The queue that hears of changed links, and its worker. */
export { linkNoticeSubscriptions, startLinkNotices } from './tell-link-changes.ts'
