import { Button, type ButtonProps } from '@mantine/core'
import { type MouseEventHandler, useId } from 'react'

interface Props extends ButtonProps {
  /** Why the button cannot be pressed now; undefined when it can. */
  readonly whyNot: string | undefined
  readonly onClick?: MouseEventHandler<HTMLButtonElement>
  readonly type?: 'button' | 'submit'
}

/** A button that stays reachable when it cannot act, and says why beside it. */
export function ExplainedButton({ whyNot, onClick, ...rest }: Props) {
  const id = useId()
  const off = whyNot !== undefined
  return (
    <span className="explained">
      <Button
        {...rest}
        aria-disabled={off || undefined}
        data-disabled={off || undefined}
        aria-describedby={off ? id : undefined}
        onClick={(event) => {
          if (!off) onClick?.(event)
        }}
      />
      {off && (
        <span id={id} className="caption">
          {whyNot}
        </span>
      )}
    </span>
  )
}
