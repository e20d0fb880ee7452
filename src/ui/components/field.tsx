/**
 * What is typed and what is chosen, each with its label. Runs in the browser.
 * A field in capitals of touch size; a choice is radio buttons, so that arrows work and a screen reader counts them.
 */
import type { ComponentChildren, Ref } from 'preact'
import { useId } from 'preact/hooks'

export interface FieldProps {
  readonly label: string
  readonly value: string
  readonly onInput: (value: string) => void
  readonly type?: 'text' | 'password' | 'search'
  readonly inputMode?: 'numeric' | 'text' | 'search' | 'tel'
  readonly hint?: string
  readonly autoComplete?: string
  readonly maxLength?: number
  readonly inputRef?: Ref<HTMLInputElement>
}

export const Field = ({ label, value, onInput, type = 'text', inputMode, hint, autoComplete = 'off', maxLength, inputRef }: FieldProps) => {
  const id = useId()
  return (
    <label class="input">
      <span>{label}</span>
      <input
        type={type}
        value={value}
        inputMode={inputMode}
        autoComplete={autoComplete}
        maxLength={maxLength}
        ref={inputRef ?? null}
        aria-describedby={hint === undefined ? undefined : id}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {hint === undefined ? null : (
        <small class="soft small" id={id}>
          {hint}
        </small>
      )}
    </label>
  )
}

export interface Choice<V extends string> {
  readonly value: V
  readonly words: string
  /** Where the words are of another language than the page. */
  readonly lang?: string
}

export const ChoiceField = <V extends string>({
  label,
  value,
  choices,
  onChoose,
  inline = false,
  hideLabel = false,
}: {
  readonly label: string
  readonly value: V | undefined
  readonly choices: readonly Choice<V>[]
  readonly onChoose: (value: V) => void
  readonly inline?: boolean
  /** Hides the label where the choices explain themselves; a screen reader still reads it. */
  readonly hideLabel?: boolean
}) => {
  const name = useId()
  return (
    <fieldset class={inline ? 'options inline' : 'options'}>
      <legend class={hideLabel ? 'sr' : undefined}>{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value}>
          <input type="radio" name={name} checked={choice.value === value} onChange={() => onChoose(choice.value)} />
          <span lang={choice.lang}>{choice.words}</span>
        </label>
      ))}
    </fieldset>
  )
}

interface CheckProps {
  readonly checked: boolean
  readonly onChange: (isChecked: boolean) => void
  readonly className?: string | undefined
  /** Its words. */
  readonly children: ComponentChildren
}

/** Ticked, or not. */
export const CheckField = ({ checked, onChange, className, children }: CheckProps) => (
  <label class={className}>
    <input type="checkbox" checked={checked} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
    <span>{children}</span>
  </label>
)

interface SelectProps<V extends string> {
  readonly label: string
  readonly value: V | undefined
  readonly choices: readonly V[]
  readonly say?: (one: V) => string
  /** undefined: `none`. */
  readonly onChoose: (value: V | undefined) => void
  /** The row that chooses none of them. */
  readonly none?: string
  /** Where it is no field among others. */
  readonly className?: string | undefined
  readonly hideLabel?: boolean
}

/** One of many, in a list that opens. */
export const SelectField = <V extends string>(props: SelectProps<V>) => {
  const { label, value, choices, say = String, onChoose, none, className = 'input', hideLabel = false } = props
  return (
    <label class={className}>
      <span class={hideLabel ? 'sr' : undefined}>{label}</span>
      <select value={value ?? ''} onChange={({ currentTarget }) => onChoose(choices.find((one) => one === currentTarget.value))}>
        {none === undefined ? null : <option value="">{none}</option>}
        {choices.map((one) => (
          <option key={one} value={one}>
            {say(one)}
          </option>
        ))}
      </select>
    </label>
  )
}

interface FormProps {
  readonly class?: string | undefined
  readonly onSubmit: () => void
  readonly children: ComponentChildren
}

/** A form that this page answers itself, by Enter too. */
export const Form = ({ onSubmit, ...shown }: FormProps) => (
  <form
    {...shown}
    onSubmit={(event) => {
      event.preventDefault()
      onSubmit()
    }}
  />
)
