import { Kbd, Modal, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Shortcuts } from './useShortcuts'

const rows = [
  { keys: ['/'], does: 'search' },
  { keys: ['g', 'h'], does: 'record' },
  { keys: ['g', 'k'], does: 'desk' },
  { keys: ['j', 'k'], does: 'move' },
  { keys: ['Enter'], does: 'open' },
  { keys: ['Esc'], does: 'close' },
  { keys: ['?'], does: 'help' },
] as const

interface Props {
  readonly opened: boolean
  readonly onClose: () => void
  readonly shortcuts: Shortcuts
}

export function ShortcutHelp({ opened, onClose, shortcuts }: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('shortcuts.title')}
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': t('state.close') }}
      centered
    >
      <table className="plain-table">
        <tbody>
          {rows.map(({ keys, does }) => (
            <tr key={does}>
              <th scope="row" className="shortcut-keys">
                {keys.map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </th>
              <td>{t(`shortcuts.${does}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Switch
        mt="md"
        checked={shortcuts.enabled}
        onChange={(event) => shortcuts.setEnabled(event.currentTarget.checked)}
        label={t('shortcuts.enabled')}
      />
    </Modal>
  )
}
