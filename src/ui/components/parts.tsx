/**
 * The parts that every screen is drawn with: presses, panels and their rows, and what is said by a sign and in full words: the verdict, an
 * answer, a state. Runs in the browser. A button has one size, 48 px; `walking` is half as large again. One without words must carry a
 * label, and one that cannot be pressed must say why: both are held by its type.
 */
import type { ComponentChildren, Ref } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { Each, type EachProps } from './each.tsx'
import { Icon, type IconName, Mark, type MarkName, Sign, type SignName } from './icon.tsx'

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

interface SayProps {
  readonly sign: SignName
  readonly sentence: string
  readonly nextStep?: string
  /** Lists, and the bay where something belongs. */
  readonly children?: ComponentChildren
  readonly actions?: ComponentChildren
}

/**
 * The answer to a press or a scan: a road sign, a sentence, the next step. It stays where it is until the next answer: nothing that
 * matters is said by something that vanishes.
 */
export const Say = ({ sign, sentence, nextStep, children, actions }: SayProps) => (
  <div class={`say ${sign}`}>
    <Sign name={sign} />
    <div>
      <p>
        <b>{sentence}</b>
      </p>
      {nextStep === undefined ? null : <p>{nextStep}</p>}
      {children}
    </div>
    {actions === undefined ? null : <div class="actions">{actions}</div>}
  </div>
)

let hasOpenedOne = false

interface VerdictProps {
  readonly sign?: SignName
  readonly head: string
  readonly children?: ComponentChildren
}

/**
 * The sentence that answers « où en est-on ? », at the head of every screen, read from two metres. It takes the focus when its screen
 * opens, so that a screen reader starts with the answer.
 */
export const Verdict = ({ sign, head, children }: VerdictProps) => {
  const heading = useRef<HTMLHeadingElement>(null)
  // With the drawing itself: a moment later, a person may already type in a field of this screen.
  useLayoutEffect(() => {
    // Not at the first screen of a page: there the browser starts at the top by itself.
    if (hasOpenedOne) heading.current?.focus({ preventScroll: true })
    hasOpenedOne = true
  }, [])
  return (
    <header class="verdict">
      <h1 class="verdict-head" tabIndex={-1} ref={heading}>
        {sign === undefined ? null : <Sign name={sign} />}
        {head}
      </h1>
      {children === undefined ? null : <p class="verdict-say">{children}</p>}
    </header>
  )
}

type Shape = { readonly mark: MarkName; readonly sign?: never } | { readonly sign: SignName; readonly mark?: never }

/**
 * A state in a word, with its shape before it. The shape says it, the word names it, the colour comes last: who sees no colour misses
 * nothing.
 */
export const Chip = ({ words, tone, ...shape }: Shape & { readonly words: string; readonly tone?: 'ok' | 'warn' | 'stop' }) => (
  <span class={tone === undefined ? 'chip' : `chip ${tone}`}>
    {shape.mark === undefined ? <Sign name={shape.sign} /> : <Mark name={shape.mark} />}
    <span>{words}</span>
  </span>
)

interface PanelProps {
  readonly title: string
  /** A figure or a word at the right of the title. */
  readonly end?: ComponentChildren
  readonly className?: string
  readonly children: ComponentChildren
}

/** A panel and its rows, ruled « marge | corps | pouce »: when or where, what, and the one gesture. */
export const Panel = ({ title, end, className = '', children }: PanelProps) => {
  const id = useId()
  return (
    <section class={`panel ${className}`.trim()} aria-labelledby={id}>
      <div class="panel-head">
        <h2 id={id}>{title}</h2>
        {end === undefined ? null : <span class="end soft">{end}</span>}
      </div>
      {children}
    </section>
  )
}

interface GroupHeadProps {
  readonly sign: ComponentChildren
  readonly title: string
  readonly children: ComponentChildren
}

/** The head of a group of rows: its sign in the margin, its name, and what stands at its end. */
export const GroupHead = ({ sign, title, children }: GroupHeadProps) => (
  <div class="group-head">
    <span class="where">{sign}</span>
    <h2>{title}</h2>
    {children}
  </div>
)

export const Rows = ({ children, label }: { readonly children: ComponentChildren; readonly label?: string | undefined }) => (
  <ul class="rows" aria-label={label}>
    {children}
  </ul>
)

/** Rows that a tablet may have made, each drawn on its own. */
export const EachRow = <T,>({ label, ...rows }: Omit<EachProps<T>, 'place'> & { readonly label?: string }) => (
  <Rows label={label}>
    <Each {...rows} />
  </Rows>
)

interface RowProps {
  readonly where: ComponentChildren
  readonly what: ComponentChildren
  /** The second, quieter line of `what`. */
  readonly by?: ComponentChildren
  /** The gesture. */
  readonly children?: ComponentChildren
  readonly className?: string | undefined
}

export const Row = ({ where, what, by, children, className }: RowProps) => (
  <li class={className}>
    <div class="where">{where}</div>
    <div class="what">
      {what}
      {by === undefined ? null : <span class="by">{by}</span>}
    </div>
    <div class="do">{children}</div>
  </li>
)
