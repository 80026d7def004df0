import * as v from 'valibot';
import { mandateRulesSchema, type MandatePart, type MandateRule, type MandateWay } from '../contract/mandate.ts';
import { countWords } from '../contract/mandate-words.ts';

/** A mandate's words that can't be read: which, and how to write them. */
export class MandateWordsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MandateWordsError';
  }
}

const example = 'Write it like "up to 5,000: any one of A; above: one of A with one of B, or two of B".';

function countOf(word: string): number {
  const count = /^\d+$/.test(word)
    ? Number(word)
    : countWords.indexOf(word.toLowerCase() as (typeof countWords)[number]);
  if (count >= 1 && count < countWords.length) return count;
  throw new MandateWordsError(`"${word}" isn't a number of signatures from one to six. ${example}`);
}

function partOf(text: string): MandatePart {
  const found = /^(?:any\s+)?(\S+)\s+of\s+(?:group\s+)?([a-z][a-z0-9]{0,7})$/i.exec(text.trim());
  if (!found) throw new MandateWordsError(`"${text.trim()}" can't be read as signatures of a group. ${example}`);
  return { count: countOf(found[1]!), group: found[2]!.toUpperCase() };
}

const wayOf = (text: string): MandateWay => text.split(/\s+(?:with|and)\s+/i).map(partOf);

const waysOf = (text: string): MandateWay[] => text.split(/\s*,\s*or\s+|\s+or\s+/i).map(wayOf);

function amountOf(text: string): number {
  if (!/^\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?$|^\d+(?:\.\d{1,2})?$/.test(text))
    throw new MandateWordsError(`"${text}" isn't an amount. Write it like 5,000 or 5000.50.`);
  return Number(text.replaceAll(',', ''));
}

/** What stands before the colon: the highest amount the rule is for; null: any, or any above the rule before. */
function limitOf(words: string, before: MandateRule | undefined): number | null {
  const text = words.trim();
  const upTo = /^up\s+to\s+(\S+)$/i.exec(text);
  if (upTo) return amountOf(upTo[1]!);
  const above = /^(?:above|over)(?:\s+(\S+))?$/i.exec(text);
  if (above) {
    if (before?.upTo === undefined || before.upTo === null)
      throw new MandateWordsError('"above" needs a rule with a limit before it: write "up to 5,000: …; above: …".');
    if (above[1] !== undefined && amountOf(above[1]) !== before.upTo)
      throw new MandateWordsError(
        `"${text}" leaves a gap or an overlap to the rule before it, which ends at ${before.upTo}.`,
      );
    return null;
  }
  if (/^any\s+amount$/i.test(text)) return null;
  throw new MandateWordsError(`"${text}" isn't a limit. Write "up to 5,000", "above" or "any amount".`);
}

/**
 * Reads a mandate's rules from words, as `rulesText` prints them and as people write them: "any" may be left out, counts may be
 * digits, "and" stands for "with", case and spaces don't matter, and without limits the rule is for any amount.
 *
 * @throws MandateWordsError which words can't be read, and how to write them
 */
export function readRules(words: string): MandateRule[] {
  const rules: MandateRule[] = [];
  const text = words.trim().replace(/\.$/, '');
  if (text === '') throw new MandateWordsError(`Say who signs. ${example}`);
  for (const each of text.split(';')) {
    const colon = each.indexOf(':');
    const limit = colon < 0 ? 'any amount' : each.slice(0, colon);
    rules.push({ upTo: limitOf(limit, rules.at(-1)), ways: waysOf(each.slice(colon + 1)) });
  }
  const checked = v.safeParse(mandateRulesSchema, rules);
  if (checked.success) return checked.output;
  throw new MandateWordsError(`The mandate can't stand: ${checked.issues[0].message}.`);
}
