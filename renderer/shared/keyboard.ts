/** True while an input method is composing: its keys are not ours (229 is what Chromium reports for them). */
export function composing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
