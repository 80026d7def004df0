/**
 * The layer table (docs/ARCHITECTURE.md): which folder of src-main may import which, and which packages are kept to
 * one place. Default deny: a folder that isn't listed may import nothing but itself.
 */
export const layers = {
  contract: [],
  imaging: [],
  metric: [],
  mandate: ['contract'],
  sample: ['imaging'],
  model: ['contract', 'metric'],
  engine: ['contract', 'imaging', 'model', 'metric'],
  store: ['contract'],
  report: ['contract'],
  desk: ['contract', 'engine', 'metric', 'mandate', 'store', 'report', 'sample'],
  shell: ['contract', 'desk', 'engine'],
};

/** Packages and Node modules that only the named folders may import. `pure` folders get no Node module but these. */
const keptTo = {
  electron: ['shell'],
  'onnxruntime-node': ['model'],
  'node:sqlite': ['store'],
  ws: ['shell'],
};

/** Folders that run in any JavaScript host: no Node module at all. */
const hostFree = ['contract', 'metric', 'mandate'];

const folderOf = (path) => /(?:^|\/)src-main\/([^/]+)\//.exec(path.replaceAll('\\', '/'))?.[1];

/** Joins `from`'s folder and a relative specifier without touching the disk. */
function resolve(from, specifier) {
  const parts = from.replaceAll('\\', '/').split('/').slice(0, -1);
  for (const step of specifier.split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.') parts.push(step);
  }
  return parts.join('/');
}

/** @returns {string | null} why `file` may not import `specifier`, or null where it may. */
export function refusal(file, specifier, typeOnly = false) {
  const inRenderer = /(?:^|\/)src-renderer\//.test(file.replaceAll('\\', '/'));
  const from = folderOf(file);
  if (!from && !inRenderer) return null;
  if (specifier.startsWith('.')) {
    const target = resolve(file, specifier);
    const to = folderOf(target);
    if (inRenderer) {
      if (/(?:^|\/)src-renderer\//.test(target) || to === 'contract') return null;
      return `the window may import only its own files and src-main/contract, not ${to ?? specifier}`;
    }
    if (/(?:^|\/)src-renderer\//.test(target)) return 'src-main may not import the window';
    if (!to || to === from || layers[from]?.includes(to)) return null;
    return `${from} may not import ${to} (allowed: ${layers[from]?.join(', ') || 'nothing'})`;
  }
  const name = specifier.startsWith('node:')
    ? specifier
    : specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  if (inRenderer) return name.startsWith('node:') || name === 'electron' ? `the window may not import ${name}` : null;
  if (keptTo[name] && !keptTo[name].includes(from) && !typeOnly)
    return `only ${keptTo[name].join(', ')} may import ${name}`;
  if (name === 'electron' && from !== 'shell') return 'only shell may import electron';
  if (hostFree.includes(from) && name.startsWith('node:')) return `${from} is pure and may not import ${name}`;
  return null;
}

/**
 * The ESLint rule `countersign/layers`.
 * @type {import('eslint').Rule.RuleModule}
 */
export const layersRule = {
  meta: { type: 'problem', schema: [], messages: { refused: '{{why}}' } },
  create(context) {
    const check = (node, typeOnly) => {
      if (!node.source || typeof node.source.value !== 'string') return;
      const why = refusal(context.filename, node.source.value, typeOnly);
      if (why) context.report({ node: node.source, messageId: 'refused', data: { why } });
    };
    return {
      ImportDeclaration: (node) => check(node, node.importKind === 'type'),
      ExportNamedDeclaration: (node) => check(node, node.exportKind === 'type'),
      ExportAllDeclaration: (node) => check(node, node.exportKind === 'type'),
      ImportExpression: (node) => check(node, false),
    };
  },
};
