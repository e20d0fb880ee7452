/**
 * A setting's sentence, with something in the place of each of its figures: the figure read, or the field that changes it. Runs in the
 * browser. The words come from a locale as « On commande jusqu'à {leadTimeHours} avant ».
 */
import type { ComponentChildren } from 'preact'

export const Sentence = ({ template, figure }: { readonly template: string; readonly figure: (name: string) => ComponentChildren }) => (
  // Every other part is a figure's name.
  <span>{template.split(/[{}]/).map((part, n) => (n % 2 === 0 ? part : figure(part)))}</span>
)
