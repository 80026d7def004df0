import { mount } from 'svelte';
import './tokens.css';
import './base.css';
import { connect } from './api.ts';
import App from './app.svelte';
import { Session } from './features/session/session.svelte.ts';

const target = document.getElementById('app');
if (target) {
  try {
    const session = new Session(await connect());
    mount(App, { target, props: { session } });
    await session.start();
  } catch (error) {
    const note = document.createElement('p');
    note.setAttribute('role', 'alert');
    note.textContent = error instanceof Error ? error.message : 'Countersign could not start this window.';
    target.replaceChildren(note);
  }
}
