import { CallFailure, type Handlers } from '../../contract/calls.ts';
import type { SettingsView } from '../../contract/settings.ts';
import { listModels } from '../../engine/chosen-model.ts';
import type { DeskSession } from '../desk-session.ts';
import { fixedByPolicy, loadLayouts, removeLayout, saveLayout, saveSettings } from '../settings.ts';

type SettingsCalls = 'settings' | 'saveSettings' | 'saveLayout' | 'removeLayout';

/** Calls about settings and bank layouts. */
export function settingsHandlers(session: DeskSession): Pick<Handlers, SettingsCalls> {
  const { options, policy } = session;

  async function view(): Promise<SettingsView> {
    return {
      settings: session.settings,
      fixedByPolicy: fixedByPolicy(policy),
      policyFile: policy && options.policyFile ? options.policyFile : null,
      systemUnlockAvailable: await session.door.systemKeyAvailable(),
      thresholds: session.thresholds,
      packageThresholds: session.packageThresholds,
      curves: session.curves,
      models: [...(await listModels(options.modelsDirectory))],
      layouts: await loadLayouts(session.store),
    };
  }

  return {
    async settings() {
      void session.store;
      return view();
    },

    async saveSettings(next) {
      const before = session.settings;
      if (next.model !== before.model) {
        const models = await listModels(options.modelsDirectory);
        if (!models.some(({ id }) => id === next.model)) {
          throw new CallFailure({
            fault: 'no-model',
            field: 'model',
            message: `There is no model package "${next.model}".`,
          });
        }
        await session.useModel(next.model);
      }
      const saved = await saveSettings(session.store, policy, next, session.operator);
      if (saved.unlockWithSystem !== before.unlockWithSystem) {
        if (saved.unlockWithSystem) await session.door.keepSystemKey();
        else await session.door.dropSystemKey();
      }
      await session.takeSettings(saved);
      session.emitState();
      return view();
    },

    async saveLayout(layout) {
      await saveLayout(session.store, layout, session.operator);
      return view();
    },

    async removeLayout({ name }) {
      await removeLayout(session.store, name, session.operator);
      return view();
    },
  };
}
