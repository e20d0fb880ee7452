/**
 * A panel and its rows, ruled « marge | corps | pouce »: when or where, what, and the one gesture. Runs in the browser.
 */
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { Each, type EachProps } from './each.tsx'

interface PanelProps {
  readonly title: string
  /** A figure or a word at the right of the title. */
  readonly end?: ComponentChildren
  readonly className?: string
  readonly children: ComponentChildren
}

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
