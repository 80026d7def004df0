import { chooseModel } from '../../src-main/engine/chosen-model.ts';
import { modelsDirectory } from '../desk/open-test-desk.ts';
import { defaultSettings } from '../../src-main/desk/settings.ts';
import { appKills } from './app-kills.ts';
import { proveEngineKills } from './engine-kills.ts';
import { restoreDrill, storeKills } from './store-kills.ts';

const every = (what: string, count: number) => (done: number) => {
  if (done % 10 === 0 || done === count) console.error(`${what}: ${done} of ${count}`);
};

/**
 * `npm run prove -- kills`: kill -9 on the engine during a check, on the whole app during an enrolment and on a process
 * that writes to the store, each `count` times; then the restore drill. Fails where anything confirmed is lost, anything
 * half is seen, or a store doesn't verify.
 */
export async function proveKills(count: number): Promise<void> {
  const { package: model } = await chooseModel(modelsDirectory, defaultSettings.model);
  const engine = await proveEngineKills(count, { model, onKill: every('engine', count) });
  console.log(
    `engine killed ${engine.kills} times during a check: ${engine.scansFailed} scans in hand failed, ` +
      `${engine.scansJudged} judged with the same template as without a kill`,
  );
  const app = await appKills(count, every('app', count));
  console.log(
    `app killed ${app.kills} times during an enrolment: ${app.confirmed} specimens confirmed, ${app.stored} stored, ` +
      `${app.lost.length} lost, ${app.half.length} half, ${app.damage.length} stores damaged`,
  );
  const store = await storeKills(count, every('store', count));
  console.log(
    `writer killed ${store.kills} times: ${store.confirmed} specimens confirmed, ${store.lost.length} lost, ` +
      `${store.half.length} half, ${store.damage.length} damaged`,
  );
  const drill = await restoreDrill(count);
  console.log(
    `restore drill by backup and recovery key: ${drill.specimens} specimens, ${drill.checks} checks, ` +
      `${drill.differences.length} differences`,
  );
  const wrong = [app.lost, app.half, app.damage, store.lost, store.half, store.damage, drill.differences].flat();
  if (wrong.length > 0 || app.confirmed === 0 || store.confirmed === 0) {
    throw new Error(`The proof failed: ${wrong.join('; ') || 'nothing was confirmed before a kill'}`);
  }
}
