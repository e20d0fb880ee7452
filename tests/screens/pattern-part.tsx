/**
 * One part of the pattern book under its name, and the words that its specimens are given. For patterns.tsx and desk-patterns.tsx.
 */
import type { ComponentChildren } from 'preact'
import type { patternWords } from './pattern-words.ts'

export interface WordsGiven {
  readonly words: (typeof patternWords)[keyof typeof patternWords]
}

export const Part = ({ name, children }: { readonly name: string; readonly children: ComponentChildren }) => (
  <section class="part" aria-labelledby={name}>
    <h2 id={name}>{name}</h2>
    {children}
  </section>
)
