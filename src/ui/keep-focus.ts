/**
 * Where the focus goes when the button that was pressed leaves the screen with what it did. Runs in the browser.
 * Left alone it falls to the page's body: a keyboard starts again at the top, a screen reader is silent.
 */

/** After the next drawing: the open window's title, or the screen's, where nothing else has taken the focus. */
export const keepFocus = (): void => {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.activeElement !== null && document.activeElement !== document.body) return
      const title = document.querySelector<HTMLElement>('dialog[open] h2') ?? document.querySelector<HTMLElement>('main h1')
      title?.focus({ preventScroll: true })
    }),
  )
}
