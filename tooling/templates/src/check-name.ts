import { nameForms, toKebab } from './name-forms.ts';
import { Refusal } from './refusal.ts';

/** Words that no function may be called. */
const reserved = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false ' +
    'finally for function if implements import in instanceof interface let new null package private protected public return ' +
    'static super switch this throw true try typeof undefined var void while with yield'
  ).split(' '),
);

/** Words that say nothing about what is inside. */
const empty = new Set('common helper helpers misc util utils'.split(' '));

const longest = 40;

/** Checks a new name, and gives it back. @throws Refusal */
export function checkName(name: string): string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    const meant = toKebab(name);
    throw new Refusal(`"${name}" is not kebab-case.${meant === '' ? '' : ` Did you mean ${meant}?`}`);
  }
  if (name.length > longest) throw new Refusal(`"${name}" is longer than ${longest} characters. Find a shorter name.`);
  if (reserved.has(nameForms(name).camel)) {
    throw new Refusal(`"${name}" is a reserved word of JavaScript. Find another name.`);
  }
  const word = /-(and)-/.exec(name)?.[1] ?? name.split('-').find((part) => empty.has(part)); // `bitwise-and` is one idea
  if (word !== undefined) {
    throw new Refusal(`"${name}": "${word}" does not say what is inside. Name the one idea, or make two of it.`);
  }
  return name;
}
