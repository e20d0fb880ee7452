/**
 * A press. Runs in the browser. One size, 48 px; `walking` is half as large again. A button without words must carry a label,
 * and one that cannot be pressed must say why: both are held by its type.
 */
import type { ComponentChildren, Ref } from 'preact'
import { Icon, type IconName } from './icon.tsx'

type Content =
  | { readonly children: ComponentChildren; readonly icon?: IconName; readonly label?: string }
  | { readonly children?: never; readonly icon: IconName; readonly label: string }

type Look = 'ordinary' | 'primary' | 'quiet'

export type ButtonProps = Content & {
  readonly look?: Look
  readonly walking?: boolean
  readonly block?: boolean
  /** Chosen or not, where the button is a choice that stays down. */
  readonly pressed?: boolean
  /** Why it cannot be pressed now; it stays reachable and says so. */
  readonly unavailable?: string | undefined
  /** Shows what it waits for, when it is pressed all the same. */
  readonly onUnavailable?: (() => void) | undefined
  readonly type?: 'button' | 'submit'
  readonly buttonRef?: Ref<HTMLButtonElement>
  readonly onPress?: () => void
}

export const buttonClass = (look: Look = 'ordinary', walking = false, block = false, extra = ''): string =>
  ['btn', look === 'ordinary' ? '' : look, walking ? 'walking' : '', block ? 'block' : '', extra].filter(Boolean).join(' ')

export const Button = ({
  children,
  icon,
  label,
  look,
  walking,
  block,
  pressed,
  unavailable,
  onUnavailable,
  type = 'button',
  buttonRef,
  onPress,
}: ButtonProps) => (
  <button
    type={type}
    ref={buttonRef ?? null}
    class={buttonClass(
      look,
      walking,
      block,
      [children === undefined ? 'icon' : '', pressed === true ? 'in' : ''].filter(Boolean).join(' '),
    )}
    aria-label={label === undefined || unavailable === undefined ? label : `${label} ${unavailable}`}
    aria-pressed={pressed}
    aria-disabled={unavailable !== undefined}
    title={unavailable}
    onClick={unavailable === undefined ? onPress : onUnavailable}
  >
    {icon === undefined ? null : <Icon name={icon} />}
    {children}
    {/* Added to the words on the button, never instead of them: who speaks to the tablet says what is written (WCAG 2.5.3). A manager
        reads it too: a tablet shows no title. */}
    {unavailable === undefined || label !== undefined ? null : <span class="why"> {unavailable}</span>}
  </button>
)

type ButtonLinkProps = Content & { readonly href: string; readonly look?: Look }

/** A link drawn as a button: goes somewhere, does nothing. */
export const ButtonLink = ({ href, children, icon, look, label }: ButtonLinkProps) => (
  <a class={buttonClass(look, false, false, children === undefined ? 'icon' : '')} href={href} aria-label={label}>
    {icon === undefined ? null : <Icon name={icon} />}
    {children}
  </a>
)
