import { useState } from 'react'
import { clerkKey } from '../../api/clerk'

/** The server takes no other: letters, digits, spaces, dots and hyphens. */
export const isName = (text: string) => /^[\p{L}\p{N}][\p{L}\p{N} .\-_@]{1,59}$/u.test(text.trim())

/** Who says to sit here, for as long as this window is open. */
export function useClerk() {
  const [clerk, setClerk] = useState(() => sessionStorage.getItem(clerkKey) ?? '')
  return {
    clerk,
    setClerk: (name: string) => {
      if (name === '') sessionStorage.removeItem(clerkKey)
      else sessionStorage.setItem(clerkKey, name.trim().normalize('NFC'))
      setClerk(name.trim().normalize('NFC'))
    },
  }
}
