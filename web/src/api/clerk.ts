/** Where the name that somebody typed is kept, for as long as the window is open. */
export const clerkKey = 'mach.clerk'

/** Until there is sign-in, each question says who asks. */
export const asClerk = (clerk: string) => ({ 'x-mach-clerk': encodeURIComponent(clerk) })

/** The same where a name is not asked for: it is said when it is known. */
export function asWhoeverSits(): Readonly<Record<string, string>> {
  const clerk = sessionStorage.getItem(clerkKey)
  return clerk ? asClerk(clerk) : {}
}
