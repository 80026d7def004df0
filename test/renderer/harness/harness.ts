import { mount } from 'svelte';
import '../../../src-renderer/tokens.css';
import '../../../src-renderer/base.css';
import { connectionOver } from '../../../src-renderer/api.ts';
import App from '../../../src-renderer/app.svelte';
import { Session } from '../../../src-renderer/features/session/session.svelte.ts';
import { StandInApp } from '../stand-in/app.ts';
import { drawnPictures } from './drawn-pictures.ts';

/** What the harness lets a script do from outside. */
declare global {
  interface Window {
    standIn: StandInApp;
  }
}

const asked = new URLSearchParams(location.search);
const store = (['none', 'unconfirmed', 'locked', 'open'] as const).find((state) => state === asked.get('store'));
const app = new StandInApp({
  store: store ?? 'open',
  pictures: drawnPictures,
  cheques: Number(asked.get('cheques') ?? 0),
});
window.standIn = app;
if (asked.has('filled')) {
  app.putAccount('0042137711', 'Margaret Alexandra Featherstonehaugh-Cholmondeley', ['Margaret Featherstonehaugh']);
  app.putAccount('0042137724', 'Bell & Croft Ltd', ['Tom Bell', 'Iris Croft'], 3);
  app.putAccount('0042990018', null, ['Jo Li'], 1);
}
const target = document.getElementById('app');
if (target) {
  const session = new Session(connectionOver(app));
  mount(App, { target, props: { session } });
  await session.start();
}
