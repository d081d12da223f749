import { useI18n } from 'vue-i18n'

/**
 * The word for a value that the desk may know before this console does: `term('tickets.state', ticket.state)`.
 * One that has no word is shown as it is.
 */
export function useTerm(): (family: string, value: string) => string {
  const { t, te } = useI18n({ useScope: 'global' })
  return (family, value) => (te(`${family}.${value}`) ? t(`${family}.${value}`) : value)
}
