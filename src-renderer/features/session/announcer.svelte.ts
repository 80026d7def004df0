/** What the live region says to people who listen to the window. */
export class Announcer {
  text = $state('');
  #turn = false;

  /** Says a sentence; the same one twice in a row is said again. */
  say(text: string): void {
    this.#turn = !this.#turn;
    this.text = this.#turn ? text : `${text}\u00a0`;
  }
}
